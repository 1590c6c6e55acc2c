using Atelier.Auditing;
using Atelier.Data;

namespace Atelier.Runs;

/// <summary>Images to evaluate a model on.</summary>
/// <param name="Images">Their collection.</param>
/// <param name="Indices">Which of them.</param>
internal sealed record EvaluationImages(ImageCollection Images, IReadOnlyList<int> Indices)
{
    /// <summary>The data that the model learned from, if these images are part of it; null otherwise.</summary>
    public RunData? Own { get; init; }

    /// <summary>The images that a run was validated with; empty if there were none.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="run">Its description.</param>
    /// <param name="attributes">A file of attributes to use instead of the run's own; null for the run's own.</param>
    /// <param name="attribute">The attribute's column; null for the run's own or, with a file, for the only one.</param>
    public static EvaluationImages OfRun(RunFolder folder, RunDescription run, string? attributes, string? attribute)
    {
        var options = attributes is null && attribute is null
            ? run.Options
            : run.Options with { Attributes = attributes ?? run.Options.Attributes, Attribute = attribute };
        var own = RunData.OfRun(folder, run with { Options = options });
        return new(own.Images, own.Split.Validation) { Own = own };
    }

    /// <summary>Label and group of what the model learned from; null if that is not available, or has no attribute.</summary>
    public Contingency? CountTraining() =>
        Own is { Images.Attribute: not null } ? LabeledPredictions.Count(Own.Images, Own.Split.Training) : null;
}
