using Atelier.Core;

namespace Atelier.Data;

/// <summary>How images become batches.</summary>
public sealed record ImageDataOptions
{
    private const long Gibibyte = 1L << 30;

    /// <summary>Pixels per side of the network's input; 8 to 8192, 224 by default.</summary>
    public int ImageSize { get; init => field = Require.InRange(value, 8, 8192); } = 224;

    /// <summary>Samples in a batch; 1 or more, 64 by default.</summary>
    public int BatchSize { get; init => field = Require.Positive(value); } = 64;

    /// <summary>Chooses the split, the order and the augmentation; 0 or more, 0 by default.</summary>
    public long Seed { get; init => field = Require.NonNegative(value); }

    /// <summary>How training images vary; <see cref="Augmentation.Standard"/> by default.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>ImageNet's by default.</summary>
    public Normalization Normalization { get; init; } = Normalization.ImageNet;

    /// <summary>The part of each class for validation, if the data set has no validation folder; in [0,1), 0.2 by default.</summary>
    public double ValidationPart { get; init => field = Require.InRange(value, 0, 1 - 1e-9); } = 0.2;

    /// <summary>Whether training leaves out the images that do not fill an epoch's last batch (different ones each time); true by default. A single batch is kept.</summary>
    public bool DropLast { get; init; } = true;

    /// <summary>How training treats groups of different sizes; not at all by default. Validation is never balanced.</summary>
    public Balancing Balancing { get; init; }

    /// <summary>How much each training image counts in the loss, greater than 0; null, the default, for what <see cref="Balancing"/> says.</summary>
    public Func<LabeledImage, double>? SampleWeight { get; init; }

    /// <summary>The group of each training image, null for none: epochs draw groups equally, as for <see cref="TensorBatches.Groups"/>. Null, the default, for what <see cref="Balancing"/> says.</summary>
    public Func<LabeledImage, int?>? DrawGroup { get; init; }

    /// <summary>Corrupt files, labels and attributes.</summary>
    public ImageCollectionOptions Collection { get; init; } = new();

    /// <summary>Threads that decode and augment; 1 or more, by default one per processor. The number does not change the result.</summary>
    public int Workers { get; init => field = Require.InRange(value, 1, 256); } = Environment.ProcessorCount;

    /// <summary>Batches to prepare ahead; 1 or more, 4 by default.</summary>
    public int Prefetch { get; init => field = Require.InRange(value, 1, 1024); } = 4;

    /// <summary>Bytes of decoded images to keep in memory; 0 or more, by default a quarter of the memory but at most 2 GiB.</summary>
    public long CacheBytes { get; init => field = Require.NonNegative(value); } = Math.Min(2 * Gibibyte, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Whether a pixel's channels are adjacent in memory, which makes some networks faster; the shape stays [N,3,H,W]. False by default.</summary>
    public bool ChannelsLast { get; init; }
}
