using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Training.Tests;

/// <summary>What holds of every plan.</summary>
public sealed class TrainingPlanLaws
{
    private static readonly Gen<TrainingPhase> Phase =
        from hundredths in Gen.Choose(1, 400)
        from rate in Gen.Choose(1, 1000)
        from decay in Gen.Elements(Decay.None, Decay.Linear, Decay.Cosine, Decay.Polynomial(2))
        from size in Gen.Elements<int?>(null, null, 64)
        select new TrainingPhase { Epochs = hundredths / 100.0, LearningRate = rate * 1e-3, LearningRateDecay = decay, ImageSize = size };

    private static readonly Gen<(TrainingPhase[] Phases, int PerEpoch)> Cases =
        from phases in Phase.NonEmptyListOf()
        from perEpoch in Gen.Choose(2, 200)
        select (phases.ToArray(), perEpoch);

    [Fact]
    public void Phases_LieEndToEndAndHaveAllBatches() => Check(plan =>
        plan.Phases.Sum(span => span.Batches) == plan.Batches
        && plan.Phases.Zip(plan.Phases.Skip(1)).All(pair => pair.First.First + pair.First.Batches == pair.Second.First));

    [Fact]
    public void Epochs_LieEndToEndAndHaveAllBatches() => Check(plan =>
        plan.Epochs.Sum(epoch => epoch.Batches) == plan.Batches
        && plan.Epochs.Zip(plan.Epochs.Skip(1)).All(pair => pair.First.First + pair.First.Batches == pair.Second.First)
        && plan.Epochs.Index().All(epoch => epoch.Item.Number == epoch.Index + 1 && epoch.Item.Batches <= epoch.Item.BatchesInWhole));

    [Fact]
    public void FirstBatch_OfEachPhase_TrainsAtExactlyItsStart() => Check(plan =>
        plan.Phases.All(span => plan.At(span.First).LearningRate == span.Phase.LearningRate.Start[0] && plan.At(span.First).Progress == 0));

    [Fact]
    public void Progress_OfEachBatch_IsLessThanOne() => Check(plan =>
        Enumerable.Range(0, plan.Batches).All(batch => plan.At(batch).Progress is >= 0 and < 1));

    [Fact]
    public void Rates_WithinAPhase_NeverRise() => Check(plan => plan.Phases.All(span =>
        Enumerable.Range(span.First, span.Batches - 1).All(batch => plan.At(batch + 1).LearningRate <= plan.At(batch).LearningRate)));

    [Fact]
    public void OtherData_BeginsAnEpoch() => Check(plan =>
        plan.Phases.Zip(plan.Phases.Skip(1)).All(pair =>
            pair.First.Phase.ImageSize == pair.Second.Phase.ImageSize || plan.Epochs.Any(epoch => epoch.First == pair.Second.First)));

    [Fact]
    public void Cuts_OfOneStretchOfData_ChangeNoCountOfBatches() => Prop.ForAll(
        Gen.Choose(1, 99).NonEmptyListOf().SelectMany(parts => Gen.Choose(100, 300).Select(perEpoch => (Parts: parts, PerEpoch: perEpoch))).ToArbitrary(),
        x =>
        {
            var cut = new TrainingPlan([.. x.Parts.Select(part => new TrainingPhase { Epochs = part / 100.0 })], x.PerEpoch);
            var whole = (int)Math.Ceiling((long)x.Parts.Sum() * x.PerEpoch / 100m);
            return cut.Batches == whole;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void PhaseOf_EachBatch_IsThePhaseThatHoldsIt() => Check(plan => Enumerable.Range(0, plan.Batches).All(batch =>
        plan.Phases[plan.PhaseOf(batch)] is var span && batch >= span.First && batch < span.First + span.Batches));

    private static void Check(Func<TrainingPlan, bool> law) =>
        Prop.ForAll(Cases.ToArbitrary(), x => law(new(x.Phases, x.PerEpoch))).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
