using Atelier.Bench.Harness;
using Atelier.Models;

namespace Atelier.Bench.Benchmarks;

/// <summary>A network's evaluation, batch norm folded, against the same network in Debian's PyTorch as its users evaluate it.</summary>
public sealed class InferenceBenchmark(NetworkEntry kind) : IBenchmark
{
    /// <summary>Images of one run, whatever the batch.</summary>
    public const int Images = 8;

    /// <summary>One for each network with published weights, but for the VGG family.</summary>
    public static IReadOnlyList<InferenceBenchmark> All { get; } = [.. NetworkCatalog.All.Where(kind => kind is { Weights: not null, IsVgg: false }).Select(kind => new InferenceBenchmark(kind))];

    /// <inheritdoc/>
    public string Name => $"inference:{kind.Name}";

    /// <inheritdoc/>
    public string Summary => $"{Images} images of the network's own size through a classifier; the loss is the sum of the scores' absolute values";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [1, 8];

    /// <inheritdoc/>
    public string SizeName => "batch";

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants => PyTorchWorkload.IsThere
        ?
        [
            new($"{kind.Name} pytorch", batch => new PyTorchWorkload("PyTorch/inference.py", kind.Name, kind.Preprocessing.ImageSize, batch, Images)),
            new($"{kind.Name} atelier", batch => new InferenceWorkload(kind, batch)),
        ]
        : [new($"{kind.Name} atelier", batch => new InferenceWorkload(kind, batch))];
}
