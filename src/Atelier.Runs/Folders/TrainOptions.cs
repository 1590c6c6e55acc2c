using System.Text.Json.Serialization;
using Atelier.Core;
using Atelier.Data;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>How a network is trained on images: the options of <c>atelier train</c>, with their defaults and limits.</summary>
public sealed record TrainOptions
{
    /// <summary>The recipe if none is given.</summary>
    public const string DefaultRecipe = "one_cycle(lr=1e-2,len=5)";

    /// <summary>The phases; <see cref="DefaultRecipe"/> by default. A run keeps them in a file of their own.</summary>
    [JsonIgnore]
    public Recipe Recipe { get; init; } = Recipe.Parse(DefaultRecipe);

    /// <summary>A CSV file that labels the images; null, the default, if folders do.</summary>
    public string? Labels { get; init; }

    /// <summary>The header of the labels' column; null, the default, to guess it.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The header of the column with the files' names; null, the default, to guess it.</summary>
    public string? FileColumn { get; init; }

    /// <summary>A CSV file with an attribute of the images; null, the default, for none, or if the file of labels has it.</summary>
    public string? Attributes { get; init; }

    /// <summary>The header of the attribute's column; null, the default, for none, or if its file has only one column besides the file names.</summary>
    public string? Attribute { get; init; }

    /// <summary>What to do about groups of different sizes; nothing by default. <see cref="Data.Balancing.Reweigh"/> needs an attribute.</summary>
    public Balancing Balancing { get; init; }

    /// <summary>Pixels per side, 8 to 4096; null, the default, for the size that the network was designed for.</summary>
    public int? ImageSize { get; init => field = value is { } size ? Require.InRange(size, 8, 4096) : null; }

    /// <summary>Images in a batch, 1 to 65536; 64 by default.</summary>
    public int BatchSize { get; init => field = Require.InRange(value, 1, 65_536); } = 64;

    /// <summary>The share of each class to validate on if the data has no split of its own, 0 to 0.99; 0.2 by default.</summary>
    public double ValidationPart { get; init => field = Require.InRange(value, 0, 0.99); } = 0.2;

    /// <summary>Whether to leave out files that cannot be read; false by default: they end the run.</summary>
    public bool SkipCorrupt { get; init; }

    /// <summary>Whether to vary training images by <see cref="Augmentation.Standard"/>; true by default.</summary>
    public bool Augment { get; init; } = true;

    /// <summary>A weight file to start from, whose classifier is kept if it fits the classes; null, the default, for random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether to train only the last layer group; false by default.</summary>
    public bool Freeze { get; init; }

    /// <summary>The share of each target that is spread over all classes, 0 to 1; 0 by default.</summary>
    public double LabelSmoothing { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>Mixup's alpha, 0 to 100; 0, the default, for no mixup.</summary>
    public double Mixup { get; init => field = Require.InRange(value, 0, 100); }

    /// <summary>Decay of the exponential moving average of the weights, 0 to 0.999999; 0, the default, for none.</summary>
    public double Ema { get; init => field = Require.InRange(value, 0, 0.999999); }

    /// <summary>The largest norm of the gradients, 0 or more; 0, the default, for no limit.</summary>
    public double ClipNorm { get; init => field = Require.NonNegative(value); }

    /// <summary>Batches per optimizer step, 1 or more; 1 by default.</summary>
    public int Accumulation { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Epochs without a lower validation loss after which the run ends; 0, the default, for never.</summary>
    public int EarlyStopping { get; init => field = Require.NonNegative(value); }

    /// <summary>The epoch at whose end weight averaging (SWA) starts, 1-based; null, the default, for no averaging.</summary>
    public int? SwaStart { get; init => field = value is { } start ? Require.Positive(start) : null; }

    /// <summary>Epochs from one evaluation of the averaged model to the next, 1 or more; 1 by default.</summary>
    public int SwaEvaluationFrequency { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Epochs from one averaged model to the next, 1 or more; 1 by default.</summary>
    public int SwaCycleLength { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether the weights before the start count as a model; as in fastai's library, they do not by default.</summary>
    public SwaCount SwaCount { get; init; } = SwaCount.Library;

    /// <summary>What is measured on the validation images, of <see cref="Metric.Names"/>; accuracy by default.</summary>
    public IReadOnlyList<string> Metrics { get; init => field = CheckMetrics(value); } = ["accuracy"];

    /// <summary>Whether to write TensorBoard files; false by default.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Seconds from one checkpoint to the next, 0 or more; 30 by default.</summary>
    public double CheckpointEvery { get; init => field = Require.NonNegative(value); } = 30;

    /// <summary>Seed of weights, order, augmentation and dropout; device; threads. The same seed and threads give the same bits.</summary>
    public ComputeSettings Compute { get; init; } = new();

    private static IReadOnlyList<string> CheckMetrics(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            Metric.Named(name);
        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
