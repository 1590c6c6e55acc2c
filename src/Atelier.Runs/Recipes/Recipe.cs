using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The phases of a run as people write them: a line of text, or a JSON file.</summary>
/// <remarks>
/// Text is one or more parts joined by <c>+</c>, each a name with its values in parentheses; a list has one value per layer group:
/// <list type="bullet">
/// <item><c>sgdr(lr=1e-2, cycles=2, len=1, mult=2)</c>: cosine cycles with warm restarts;</item>
/// <item><c>one_cycle(lr=1e-2, len=5, div=10, tail=0.1, max_mom=0.95, min_mom=0.85)</c>: up, down, and far down;</item>
/// <item><c>steps(lr=1e-2, steps=3, len=2, factor=0.1)</c>: a rate that drops;</item>
/// <item><c>constant(lr=[1e-4,1e-3,1e-2], len=1)</c>: one rate;</item>
/// <item><c>warm_up(epochs=1, div=100) + ...</c>: a climb to the first rate of what follows.</item>
/// </list>
/// Each but the last also takes <c>opt</c> (sgd, adam, adamw or rmsprop), <c>mom</c> (not one_cycle), <c>beta</c>, <c>wd</c>,
/// <c>wd_loss</c> (true or false) and <c>size</c> (of the images, in pixels). Only lr must be given. The JSON format is
/// described at <see cref="ToJson"/>.
/// </remarks>
public sealed class Recipe
{
    /// <param name="phases">The phases, at least one.</param>
    /// <exception cref="RecipeException">They cannot be trained, regardless of the network and the data.</exception>
    public Recipe(IReadOnlyList<TrainingPhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        Groups = CountGroups(phases);
        PhaseChecks.Check(phases, Groups);
        Phases = [.. phases];
    }

    /// <summary>The phases.</summary>
    public IReadOnlyList<TrainingPhase> Phases { get; }

    /// <summary>How many layer groups its lists are for; 1 if it has no lists, so that it fits any network.</summary>
    public int Groups { get; }

    /// <summary>Reads a recipe from text.</summary>
    /// <exception cref="RecipeException">The text is not a recipe; the message says which part and key, and what to write.</exception>
    public static Recipe Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(RecipeText.Phases(text));
    }

    /// <summary>Reads a recipe from JSON.</summary>
    /// <param name="json">As <see cref="ToJson"/> writes it.</param>
    /// <param name="source">What errors call it, for example the file's name.</param>
    /// <exception cref="RecipeException">The JSON is not a recipe; the message says which line, or phase and key, and what to write.</exception>
    public static Recipe FromJson(string json, string source = "recipe")
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(RecipeJsonReader.Phases(json, source));
    }

    /// <summary>Reads a recipe from text or, if there is a file with that name or it ends in .json, from the file.</summary>
    /// <exception cref="RecipeException">There is no such file, or the file or the text is not a recipe.</exception>
    public static Recipe Load(string textOrPath)
    {
        ArgumentNullException.ThrowIfNull(textOrPath);
        if (!File.Exists(textOrPath) && !textOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return Parse(textOrPath);
        return FromJson(
            TextFile.Read(textOrPath, (problem, cause) => new RecipeException($"{textOrPath}: {problem.TrimEnd('.')}; give a JSON file, or text such as {RecipeForms.Example}.", cause)),
            textOrPath);
    }

    /// <summary>The recipe as JSON; <see cref="FromJson"/> reads exactly the same phases from it.</summary>
    /// <remarks>
    /// <code>
    /// { "phases": [ {
    ///   "epochs": 1.5,
    ///   "optimizer": "sgd",                  (or adam, adamw, rmsprop)
    ///   "learningRate": 0.01,                (or [1e-4, 1e-3, 1e-2], or {"start": 0.01, "end": 0.001}, with numbers or lists)
    ///   "learningRateDecay": "cosine",       (or none, linear, exponential, {"polynomial": 2})
    ///   "momentum": 0.9,                     (or {"start": 0.95, "end": 0.85})
    ///   "momentumDecay": "linear",
    ///   "beta": 0.999,
    ///   "weightDecay": 1e-4,                 (or a list)
    ///   "weightDecayInLoss": true,
    ///   "imageSize": 64
    /// } ] }
    /// </code>
    /// Every key has the default of <see cref="TrainingPhase"/>'s property, except learningRate, which must be given.
    /// </remarks>
    /// <exception cref="RecipeException">A phase has a custom decay, a custom optimizer or its own data, which no file can store.</exception>
    public string ToJson() => RecipeJsonWriter.Write(Phases);

    /// <summary>Writes <see cref="ToJson"/> to a file.</summary>
    /// <exception cref="RecipeException">A phase has a custom decay, a custom optimizer or its own data, which no file can store.</exception>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var json = ToJson();
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(json);
        });
    }

    // The check itself finds lists of different lengths.
    private static int CountGroups(IReadOnlyList<TrainingPhase> phases) =>
        phases.Select(phase => Math.Max(phase.LearningRate.Groups, phase.WeightDecay?.Count ?? 1)).DefaultIfEmpty(1).Max();
}
