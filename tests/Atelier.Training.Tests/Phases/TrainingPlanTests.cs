namespace Atelier.Training.Tests;

public sealed class TrainingPlanTests
{
    [Fact]
    public void Plan_WithPhasesInWhichNoBatchBegins_LeavesThemOut()
    {
        var plan = new TrainingPlan(TrainingPhases.OneCycle(1e-2, length: 1), batchesPerEpoch: 3);
        Assert.Equal([(0, 2), (2, 1)], plan.Phases.Select(phase => (phase.First, phase.Batches)));
        Assert.Equal([1e-3, 1e-3 + 9e-3 / 1.35, 1e-2], Enumerable.Range(0, 3).Select(batch => plan.At(batch).LearningRate), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Plan_OfOneCycleOverAFewBatches_TrainsThemAll(int batches) =>
        Assert.Equal(batches, new TrainingPlan(TrainingPhases.OneCycle(1e-2, length: 1), batches).Batches);

    [Fact]
    public void Plan_OfAPhaseThatInheritsFromOneLeftOut_KeepsItsWeightDecay()
    {
        TrainingPhase[] phases = [new() { Epochs = 0.95, WeightDecay = 0.1 }, new() { Epochs = 0.01, WeightDecay = 0.2 }, new()];
        var plan = new TrainingPlan(phases, batchesPerEpoch: 10);
        Assert.Equal(0.2, plan.At(plan.Batches - 1).Step.WeightDecay[0]);
    }

    [Fact]
    public void Plan_OfNextToNothing_IsOneBatch() => Assert.Equal(1, new TrainingPlan([new() { Epochs = 1e-12 }], batchesPerEpoch: 10).Batches);

    [Fact]
    public void Plan_OfFractionalPhases_HasTheBatchesOfTheirSum()
    {
        // 0.05 + 0.95 epochs of 157 batches: 7.85 and 149.15, which rounded up by themselves would make 158.
        var plan = new TrainingPlan(TrainingPhases.Sgdr(1e-2, cycles: 2), batchesPerEpoch: 157);
        Assert.Equal([8, 149, 157], plan.Phases.Select(span => span.Batches));
        Assert.Equal([157, 157], plan.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal(1e-2, plan.At(8).LearningRate);
    }

    [Fact]
    public void Plan_WhosePhaseBringsAnotherSize_BeginsAnEpochAndCutsNoPhase()
    {
        TrainingPhase[] phases = [new() { Epochs = 1.5 }, new() { Epochs = 0.5, LearningRateDecay = Decay.Cosine, ImageSize = 128 }];
        var plan = new TrainingPlan(phases, phase => phase.ImageSize == 128 ? 40 : 20);
        Assert.Equal([30, 20], plan.Phases.Select(span => span.Batches));
        Assert.Equal([(0, 20), (20, 10), (30, 20)], plan.Epochs.Select(epoch => (epoch.First, epoch.Batches)));
    }
}
