using Atelier.Data;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>What a run is made of, as its <c>run.json</c> keeps it: enough to go on with it, or to use its model, elsewhere.</summary>
public sealed record RunDescription
{
    /// <summary>The data set's path, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>The network's name in the catalog.</summary>
    public required string Network { get; init; }

    /// <summary>The classes' names by index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Images that train; 0 before the data was opened.</summary>
    public int TrainingImages { get; init; }

    /// <summary>Images that validate.</summary>
    public int ValidationImages { get; init; }

    /// <summary>A CSV file that labels the images; null where folders do.</summary>
    public string? Labels { get; init; }

    /// <summary>A CSV file with an attribute of the images; null for none, or where the labels' has it.</summary>
    public string? Attributes { get; init; }

    /// <summary>The header of the attribute's column; null for none, or where the file has but one besides the file names.</summary>
    public string? Attribute { get; init; }

    /// <summary>What is done about groups of different sizes.</summary>
    public Balancing Balancing { get; init; }

    /// <summary>Figures over the validation set, as <see cref="RunMetrics"/> names them.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = ["accuracy"];

    /// <summary>Pixels a side.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Samples in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Of weights, order, augmentation and dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Processor threads; the same number gives the same bits. Null for one per core of the machine that trained.</summary>
    public int? Threads { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The part of the samples to validate on, where the data has no split of its own.</summary>
    public double ValidRatio { get; init; } = 0.2;

    /// <summary>Whether files that cannot be read are left out; otherwise they end the run.</summary>
    public bool SkipCorrupt { get; init; }

    /// <summary>The augmentation's name: <c>standard</c> or <c>none</c>.</summary>
    public string Augmentation { get; init; } = "standard";

    /// <summary>A weight file to begin from; null for random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether only the last layer group is trained.</summary>
    public bool Freeze { get; init; }

    /// <summary>Label smoothing, in [0,1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Mixup's alpha; 0 for none.</summary>
    public double Mixup { get; init; }

    /// <summary>Decay of the exponential average of the weights; 0 for none.</summary>
    public double Ema { get; init; }

    /// <summary>Largest norm of the gradients; 0 for any.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Batches to a step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Epochs without a better validation loss after which the run ends; 0 for never.</summary>
    public int EarlyStopping { get; init; }

    /// <summary>The epoch at whose end weight averaging starts, 1-based; null for no averaging.</summary>
    public int? SwaStart { get; init; }

    /// <summary>Epochs from one evaluation of the averaged model to the next.</summary>
    public int SwaEvaluationFrequency { get; init; } = 5;

    /// <summary>Epochs from one averaged model to the next.</summary>
    public int SwaCycleLength { get; init; } = 1;

    /// <summary>Which weights the average counts.</summary>
    public SwaCount SwaCount { get; init; }

    /// <summary>Whether TensorBoard files are written.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Seconds from one checkpoint to the next.</summary>
    public double CheckpointEvery { get; init; } = 30;

    /// <summary>The Atelier version that began the run.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the run began, in universal time.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Where the run stands.</summary>
    public RunState State { get; init; }
}
