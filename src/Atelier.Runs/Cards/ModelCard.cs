using Atelier.Data;

namespace Atelier.Runs;

/// <summary>What users of a model must know: what it is for, what it learned from, how good it is for whom.</summary>
/// <remarks>Mitchell et al., "Model Cards for Model Reporting", 2019.</remarks>
internal sealed record ModelCard
{
    /// <summary>The model's name: that of its run's folder.</summary>
    public required string Name { get; init; }

    /// <summary>What its author says; any of it may be missing.</summary>
    public CardStatements Statements { get; init; } = new();

    /// <summary>What it is.</summary>
    public required CardModel Model { get; init; }

    /// <summary>What it learned from.</summary>
    public required CardData Data { get; init; }

    /// <summary>How it learned.</summary>
    public required CardTraining Training { get; init; }

    /// <summary>How good it is, overall and by group.</summary>
    public required CardResults Results { get; init; }

    /// <summary>Whether it is more biased than its data, one audit per attribute; empty if it was not audited.</summary>
    public IReadOnlyList<CardAudit> Audits { get; init; } = [];

    /// <summary>Where it was trained.</summary>
    public required CardEnvironment Environment { get; init; }
}

/// <summary>What a model is.</summary>
/// <param name="Network">Its name in the catalog.</param>
/// <param name="Weights">The name of its weight file in the run's folder.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="ImageSize">Pixels per side of its input.</param>
/// <param name="Classes">What it distinguishes.</param>
/// <param name="StartedFrom">The name of the weight file it started from; null for random weights.</param>
/// <param name="Trained">When training started, in UTC.</param>
internal sealed record CardModel(string Network, string Weights, long Parameters, int ImageSize, IReadOnlyList<string> Classes, string? StartedFrom, DateTimeOffset Trained);

/// <summary>What a model learned from.</summary>
/// <param name="Name">The name of the folder or file.</param>
/// <param name="Classes">Images by class.</param>
/// <param name="Groups">Images by class and attribute; null if no attribute is known.</param>
internal sealed record CardData(string Name, IReadOnlyList<ClassCount> Classes, CardAttribute? Groups);

/// <summary>How an attribute is distributed over the classes.</summary>
/// <param name="Attribute">Its name.</param>
/// <param name="Values">Its values; null if it is missing for an image.</param>
/// <param name="Groups">Each class with each of those.</param>
internal sealed record CardAttribute(string Attribute, IReadOnlyList<string?> Values, IReadOnlyList<GroupCount> Groups)
{
    /// <summary>Images without the attribute.</summary>
    public int Missing => Groups.Where(group => group.Value is null).Sum(group => group.Training + group.Validation);

    /// <summary>What a balance says about the attribute; null if there is none.</summary>
    public static CardAttribute? Create(ImageBalance balance) =>
        balance.Attribute is { } attribute ? new(attribute, balance.Values, balance.Groups) : null;
}

/// <summary>How a model learned.</summary>
/// <param name="Phases">Phase by phase.</param>
/// <param name="Settings">The other settings, by name.</param>
internal sealed record CardTraining(IReadOnlyList<CardPhase> Phases, IReadOnlyDictionary<string, string> Settings);

/// <summary>A phase of training.</summary>
/// <param name="Epochs">Its length.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="LearningRate">From start to end.</param>
/// <param name="Decay">Along which curve.</param>
internal sealed record CardPhase(double Epochs, string Optimizer, string LearningRate, string Decay);

/// <summary>How good a model is on the validation images.</summary>
/// <param name="Metrics">Overall figures, by name.</param>
/// <param name="Groups">By class and, if an attribute is known, by its values.</param>
internal sealed record CardResults(IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<CardGroup> Groups);

/// <summary>Whether a model is more biased than its data, as an audit found.</summary>
/// <param name="Attribute">What distinguishes the groups.</param>
/// <param name="Summary">The result, in a sentence.</param>
/// <param name="Figures">In the order to show them.</param>
/// <param name="Labels">The labels that are amplified most.</param>
/// <param name="Caveats">What to know before trusting the figures, in sentences.</param>
internal sealed record CardAudit(
    string Attribute, string Summary, IReadOnlyList<CardFigure> Figures, IReadOnlyList<CardLabel> Labels, IReadOnlyList<string> Caveats);

/// <summary>A figure of an audit with its interval.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Count">Images it is based on.</param>
internal sealed record CardFigure(string Name, double Value, double Low, double High, long Count);

/// <summary>What happened to the group that a label occurs with most.</summary>
/// <param name="Label">The class.</param>
/// <param name="Group">The group.</param>
/// <param name="TrainingShare">Its share of the label's training images, in [0,1].</param>
/// <param name="PredictedShare">Its share of the images that were predicted as the label.</param>
/// <param name="Count">Images this is based on.</param>
internal sealed record CardLabel(string Label, string Group, double TrainingShare, double PredictedShare, long Count);

/// <summary>Where a model was trained.</summary>
/// <param name="Version">Atelier's.</param>
/// <param name="Torch">TorchSharp's; libtorch comes with it.</param>
/// <param name="Runtime">.NET's.</param>
/// <param name="System">Operating system.</param>
/// <param name="Processor">Its name.</param>
/// <param name="Device">Where it computed.</param>
/// <param name="Threads">CPU threads; null if they were not set.</param>
/// <param name="Seed">Of all random numbers.</param>
internal sealed record CardEnvironment(string Version, string Torch, string Runtime, string System, string Processor, string Device, int? Threads, long Seed);
