using Atelier.Auditing;
using Atelier.Core;
using Atelier.Data;

namespace Atelier.Runs;

/// <summary>What goes into a model card besides what the run knows.</summary>
public sealed record CardOptions
{
    /// <summary>What the model's author says; statements missing here are kept from an earlier card.</summary>
    public CardStatements Statements { get; init; } = new();

    /// <summary>Which of the run's models; null, the default, for the last.</summary>
    public RunModel? Model { get; init; }

    /// <summary>A CSV file with an attribute of the images; null, the default, for the run's own.</summary>
    public string? Attributes { get; init; }

    /// <summary>The header of the attribute's column; null, the default, for the run's own or, with a file of attributes, its only one.</summary>
    public string? Attribute { get; init; }

    /// <summary>Margin, intervals, and how many rows are enough.</summary>
    public AuditOptions Statistics { get; init; } = new();

    /// <summary>The card to write, .md; null, the default, for the one in the run's folder.</summary>
    public string? Path { get; init => field = value?.EndsWith(".md", StringComparison.OrdinalIgnoreCase) is false ? throw new ArgumentException($"The card must end in .md, not '{value}'.", nameof(value)) : value; }

    /// <summary>Whether to replace a card that was edited by hand, or one at <see cref="Path"/>; false by default.</summary>
    public bool Replace { get; init; }

    /// <summary>Device and threads; null, the default, for the CPU and the current number of threads.</summary>
    public ComputeSettings? Compute { get; init; }
}

/// <summary>Writes model cards, as <c>atelier card</c> does.</summary>
public static class RunCard
{
    /// <summary>Evaluates a run's model by class and attribute, audits it if an attribute is known, and writes the card.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">Statements, model, attribute, path; the defaults if null.</param>
    /// <param name="progress">Told after each image how many are done, out of how many; null for nobody.</param>
    /// <param name="onWarning">Told what is missing from the card and why, a sentence each; null for nobody.</param>
    /// <param name="stop">Ends the work; no card is written then.</param>
    /// <exception cref="Core.AtelierException">There is no run or no such model, or the card exists and may not be replaced.</exception>
    /// <exception cref="DataSetException">The data cannot be used, and there is no earlier card with figures to keep.</exception>
    /// <returns>The path of the card in Markdown; the same as JSON is next to it.</returns>
    public static string Write(
        string folder, CardOptions? options = null, IProgress<(int Done, int Total)>? progress = null, Action<string>? onWarning = null, CancellationToken stop = default)
    {
        options ??= new();
        var run = new RunFolder(folder);
        var description = run.Read();
        var (before, file) = (ModelCardFile.Of(run).Read(), FileFor(run, options));
        var model = TrainedModel.FromRun(folder, options.Model ?? RunModel.Last);
        var card = Evaluate();
        file.Write(card with { Statements = options.Statements.Or(before?.Statements ?? new()) });
        return file.Markdown;

        // Without its data, a run's card keeps the figures it has.
        ModelCard Evaluate()
        {
            try
            {
                return new CardEvaluation(run, description, model, options, onWarning).Create(before, progress, stop);
            }
            catch (DataSetException e) when (before is not null && options is { Attributes: null, Attribute: null, Model: null })
            {
                onWarning?.Invoke($"{e.Message} The card keeps the figures it has.");
                return before;
            }
        }
    }

    // A card in the run's folder is a draft, and may be replaced unless someone has edited it.
    private static ModelCardFile FileFor(RunFolder run, CardOptions options)
    {
        var file = options.Path is { } path ? new ModelCardFile(path, run) : ModelCardFile.Of(run);
        if (options.Replace)
            return file;
        if (options.Path is null)
            return file.IsEdited ? throw new RunException(file.Markdown, "was edited by hand; replace it (--force), or write another file (-o).") : file;
        return ((string[])[file.Markdown, file.Json]).FirstOrDefault(File.Exists) is { } existing
            ? throw new RunException(existing, "exists already; replace it (--force), or name another file.")
            : file;
    }
}
