using Atelier.Auditing;
using Atelier.Data;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>Images to judge a model on.</summary>
/// <param name="Images">Their collection.</param>
/// <param name="Indices">Which of it.</param>
internal sealed record ChosenImages(ImageCollection Images, IReadOnlyList<int> Indices)
{
    /// <summary>The images that a run was validated with; none where there were none.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="run">Its description.</param>
    /// <param name="attributes">An attribute in place of the run's own.</param>
    /// <param name="call">What was asked for.</param>
    public static ChosenImages OfRun(RunFolder folder, RunDescription run, AttributeOptions attributes, Invocation call)
    {
        var asked = attributes.IsGiven(call) ? run with { Attributes = attributes.File(call) ?? run.Attributes, Attribute = attributes.Column(call) } : run;
        var own = RunData.Open(asked, TrainedNetworks.NormalizationOf(run.Network));
        own.CheckAgainst(run, folder.Path);
        return new(own.Images, own.Split.Validation) { Own = own };
    }

    /// <summary>The data that the model learned from, where these are of it; null otherwise.</summary>
    public RunData? Own { get; init; }

    /// <summary>Truth and group of what the model learned from; null where that is not at hand, or has no attribute.</summary>
    public Contingency? CountTraining() =>
        Own is { Images.Attribute: not null } ? JudgedImages.Counts(Own.Images, Own.Split.Training) : null;
}
