using Atelier.Training;
using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Runs.Tests;

/// <summary>What holds of every recipe.</summary>
public sealed class RecipeLaws
{
    private static readonly string[] Scraps =
    [
        "sgdr", "one_cycle", "steps", "constant", "warm_up", "(", ")", "[", "]", "=", ",", "+", "lr", "len", "cycles", "mult", "wd", "opt", "adam", "mom",
        "1e-2", "1e+2", "0", "-1", "2", "1e308", "5e-324", ".", "e", " ", "\0", "é", "\ud800", "{", "\"phases\"", ":", "}", "null", "true", "\"start\"", "\"end\"",
        "\"epochs\"", "\"learningRate\"", "\"learningRateDecay\"", "\"\\ud800\"", "\"polynomial\"", "\"exponential\"", "//", "{\"phases\":[{", "}]}", "sgdr(lr=1e-2",
    ];

    private static Gen<GroupValues> Values(Gen<double> numbers) =>
        Gen.OneOf(numbers.Select(number => (GroupValues)number), numbers.ArrayOf(3).Select(three => GroupValues.Create(three)));

    private static Gen<double> Numbers(double most) => Gen.Choose(1, int.MaxValue).Select(n => most * Math.Pow(n / (double)int.MaxValue, 5));

    private static Gen<Annealing> Annealings(Gen<GroupValues> values) =>
        Gen.OneOf(values.Select(start => new Annealing(start)), values.SelectMany(start => values.Select(end => new Annealing(start, end))));

    private static readonly Gen<TrainingPhase> Phases =
        from epochs in Numbers(100)
        from optimizer in Gen.Elements(OptimizerKind.Sgd, OptimizerKind.Adam, OptimizerKind.AdamW, OptimizerKind.RmsProp)
        from rate in Annealings(Values(Numbers(10)))
        from decay in Gen.Elements(Decay.None, Decay.Linear, Decay.Cosine, Decay.Polynomial(2), Decay.Polynomial(1 / 3.0))
        from momentum in Gen.OneOf(Gen.Constant<Annealing?>(null), Annealings(Numbers(0.99).Select(n => (GroupValues)n)).Select(a => (Annealing?)a))
        from momentumDecay in Gen.Elements(Decay.None, Decay.Linear, Decay.Cosine)
        from beta in Gen.OneOf(Gen.Constant<double?>(null), Numbers(0.999).Select(n => (double?)n))
        from weightDecay in Gen.OneOf(Gen.Constant<GroupValues?>(null), Values(Numbers(1)).Select(v => (GroupValues?)v))
        from inLoss in Gen.Elements(true, false)
        from size in Gen.Elements<int?>(null, 1, 64, 224)
        select new TrainingPhase
        {
            Epochs = epochs,
            Optimizer = optimizer,
            LearningRate = rate,
            LearningRateDecay = decay,
            Momentum = momentum,
            MomentumDecay = momentumDecay,
            Beta = beta,
            WeightDecay = weightDecay,
            WeightDecayInLoss = inLoss,
            ImageSize = size,
        };

    [Fact]
    public void ToJson_ThenFromJson_GivesTheSamePhases() =>
        Prop.ForAll(Phases.NonEmptyListOf().ToArbitrary(), phases => Recipe.FromJson(new Recipe([.. phases]).ToJson()).Phases.SequenceEqual(phases))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Parse_OfAnything_ThrowsNothingButRecipeException() => Fuzz(text => Recipe.Parse(text));

    [Fact]
    public void FromJson_OfAnything_ThrowsNothingButRecipeException() => Fuzz(text => Recipe.FromJson(text));

    [Fact]
    public void FromJson_OfADamagedRecipe_ThrowsNothingButRecipeException()
    {
        var json = new Recipe(TrainingPhases.OneCycle(0.1)).ToJson();
        var cases =
            from at in Gen.Choose(0, json.Length - 1)
            from length in Gen.Choose(0, 12)
            from scrap in Gen.Elements(Scraps)
            select json.Remove(at, Math.Min(length, json.Length - at)).Insert(at, scrap);
        Prop.ForAll(cases.ToArbitrary(), text => IsQuiet(() => Recipe.FromJson(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static void Fuzz(Action<string> read)
    {
        var scraps = Gen.Elements(Scraps).ListOf().Select(list => string.Concat(list));
        Prop.ForAll(scraps.ToArbitrary(), text => IsQuiet(() => read(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(30));
        Prop.ForAll<string>(text => text is null || IsQuiet(() => read(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool IsQuiet(Action read)
    {
        try
        {
            read();
        }
        catch (RecipeException e)
        {
            return e.Message.EndsWith('.') && !e.Message.Contains('\n', StringComparison.Ordinal);
        }
        return true;
    }
}
