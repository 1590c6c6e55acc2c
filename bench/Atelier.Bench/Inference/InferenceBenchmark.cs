using Atelier.Bench.Harness;
using Atelier.Models;

namespace Atelier.Bench.Benchmarks;

/// <summary>A network's evaluation, prepared as Atelier does, against the same modules as TorchSharp evaluates them and against ONNX Runtime.</summary>
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
    public string? Omission => OnnxRuntimeWorkload.Obstacle is { } obstacle ? $"onnxruntime: left out, {obstacle}" : null;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new($"{kind.Name} torchsharp", batch => InferenceWorkload.Plain(kind, batch)) { IsForeign = true },
        .. Omission is null ? [new($"{kind.Name} onnxruntime", batch => new OnnxRuntimeWorkload(kind, batch)) { IsForeign = true }] : (Variant[])[],
        new($"{kind.Name} atelier", batch => InferenceWorkload.Prepared(kind, batch)),
    ];
}
