using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>See <see cref="Metric.MacroF1"/>.</summary>
internal sealed class MacroF1 : Metric
{
    private readonly ConfusionMatrix _matrix = new();

    /// <inheritdoc/>
    public override string Name => "f1";

    /// <inheritdoc/>
    public override double Value => ConfusionMatrix.Mean(_matrix.F1);

    /// <inheritdoc/>
    public override void Reset() => _matrix.Reset();

    /// <inheritdoc/>
    public override void Add(Tensor logits, Tensor targets) => _matrix.Add(logits, targets);
}
