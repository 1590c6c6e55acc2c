using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The kinds of part that a recipe in text can have; a new one is one entry here.</summary>
internal static class RecipeForms
{
    /// <summary>A valid recipe.</summary>
    public const string Example = "sgdr(lr=1e-2,cycles=2,len=1,mult=2)";

    private const int MostPhases = 10_000;

    // What every part that has phases accepts.
    private static readonly string[] Common = ["opt", "beta", "wd", "wd_loss", "size"];

    private static readonly RecipeForm[] Forms =
    [
        new("sgdr", Example, Own(Sgdr), ["lr", "cycles", "len", "mult", "mom", .. Common]),
        new("one_cycle", "one_cycle(lr=1e-2,len=5,div=10,tail=0.1,max_mom=0.95,min_mom=0.85)", Own(OneCycle), ["lr", "len", "div", "tail", "max_mom", "min_mom", .. Common]),
        new("steps", "steps(lr=1e-2,steps=3,len=2,factor=0.1)", Own(Steps), ["lr", "steps", "len", "factor", "mom", .. Common]),
        new("constant", "constant(lr=1e-2,len=1)", Own(Constant), ["lr", "len", "mom", .. Common]),
        new("warm_up", "warm_up(epochs=1,div=100) + constant(lr=1e-2,len=4)", WarmUp, "epochs", "div"),
    ];

    /// <summary>The phases of all parts, one after another.</summary>
    public static IReadOnlyList<TrainingPhase> Build(IReadOnlyList<RecipePart> parts)
    {
        // From the last to the first: a warm-up needs to know what follows.
        IReadOnlyList<TrainingPhase> phases = [];
        RecipeValues[] values = [.. parts.Select(part => new RecipeValues(part, Find(part)))];
        foreach (var (index, part) in parts.Index().Reverse())
        {
            try
            {
                phases = Find(part).Build(values[index], phases);
            }
            catch (Exception e) when (e is ArgumentException)
            {
                throw values[index].Wrong($"leads to an invalid phase ({ExceptionSentence.Of(e).TrimEnd('.')}): use other values", e);
            }
            if (phases.Count > MostPhases)
                throw values[index].Wrong($"makes more than {MostPhases} phases: use fewer");
        }
        return phases;
    }

    private static RecipeForm Find(RecipePart part)
    {
        if (Forms.FirstOrDefault(form => form.Name == part.Name) is { } found)
            return found;
        var nearest = Spelling.Nearest(part.Name, Forms.Select(form => form.Name));
        throw new RecipeException(
            $"Part {part.Number} of the recipe is '{part.Name}', which is not one of {string.Join(", ", Forms.Select(form => form.Name))}: write '{nearest}', as in {Forms.First(form => form.Name == nearest).Example}.");
    }

    private static IEnumerable<TrainingPhase> Sgdr(RecipeValues values, double rate) =>
        TrainingPhases.Sgdr(rate, values.Count("cycles", 1000) ?? 1, values.Positive("len", 1), values.Positive("mult", 1));

    private static IEnumerable<TrainingPhase> OneCycle(RecipeValues values, double rate) =>
        TrainingPhases.OneCycle(
            rate, values.Positive("len", 1), values.Divisor("div", 10), values.Fraction("tail") ?? 0.1, values.Fraction("max_mom") ?? 0.95, values.Fraction("min_mom") ?? 0.85);

    private static IEnumerable<TrainingPhase> Steps(RecipeValues values, double rate) =>
        TrainingPhases.Steps(rate, values.Count("steps", 1000) ?? 3, values.Positive("len", 1), values.Positive("factor", 0.1));

    private static IEnumerable<TrainingPhase> Constant(RecipeValues values, double rate) =>
        [new() { Epochs = values.Positive("len", 1), LearningRate = rate }];

    private static IReadOnlyList<TrainingPhase> WarmUp(RecipeValues values, IReadOnlyList<TrainingPhase> after) => after is []
        ? throw values.Wrong("has nothing after it to warm up for: join another part with '+'")
        : TrainingPhases.WarmUp(after, values.Positive("epochs", 1), values.Divisor("div", 100));

    // Combines the phases for each layer group's rate, and applies the keys that all forms share.
    private static Func<RecipeValues, IReadOnlyList<TrainingPhase>, IReadOnlyList<TrainingPhase>> Own(
        Func<RecipeValues, double, IEnumerable<TrainingPhase>> form) => (values, after) =>
        {
            TrainingPhase[][] groups = [.. values.Rates("lr").Select(rate => form(values, rate).ToArray())];
            var phases = groups[0].Select((phase, index) => phase with
            {
                LearningRate = Together([.. groups.Select(group => group[index].LearningRate)]),
                Optimizer = values.Optimizer("opt"),
                Momentum = values.Has("mom") ? values.Fraction("mom")!.Value : phase.Momentum,
                Beta = values.Fraction("beta"),
                WeightDecay = values.Decays("wd"),
                WeightDecayInLoss = values.Truth("wd_loss", otherwise: true),
                ImageSize = values.Count("size", 65_536),
            });
            return [.. phases, .. after];
        };

    private static Annealing Together(Annealing[] groups) => groups is [var one]
        ? one
        : new([.. groups.Select(group => group.Start[0])], groups[0].End is null ? null : [.. groups.Select(group => group.End![0])]);
}

/// <summary>A kind of part that a recipe in text can have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Example">A valid one.</param>
/// <param name="Build">Makes its phases from its values and the phases after it.</param>
/// <param name="Keys">The keys allowed in its parentheses.</param>
internal sealed record RecipeForm(
    string Name, string Example, Func<RecipeValues, IReadOnlyList<TrainingPhase>, IReadOnlyList<TrainingPhase>> Build, params string[] Keys);
