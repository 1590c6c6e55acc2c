using Atelier.Bench.Harness;

namespace Atelier.Bench.Benchmarks;

/// <summary>Training steps: forward, loss, backward, SGD with momentum, against the same modules and TorchSharp's own optimizer.</summary>
/// <param name="network">By its name in the catalog.</param>
/// <param name="sizes">Sides of its images in pixels.</param>
public sealed class TrainingBenchmark(string network, params int[] sizes) : IBenchmark
{
    /// <summary>Images of one run, whatever their size.</summary>
    public const int Images = 64;

    /// <summary>Classes to tell apart.</summary>
    public const int Classes = 10;

    /// <summary>The network for small images, and the one that most people begin with.</summary>
    public static IReadOnlyList<TrainingBenchmark> All { get; } = [new("small", 64), new("resnet18", 64, 224)];

    /// <inheritdoc/>
    public string Name => $"training:{network}";

    /// <inheritdoc/>
    public string Summary => $"{Images} images through training steps, batch 32 up to 64 px and 16 above; the loss is the last step's";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => sizes;

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new($"{network} torchsharp", size => TrainingWorkload.Plain(network, size)) { IsForeign = true },
        new($"{network} atelier", size => TrainingWorkload.Prepared(network, size)),
    ];

    /// <summary>Images of a step.</summary>
    public static int Batch(int size) => size <= 64 ? 32 : 16;
}
