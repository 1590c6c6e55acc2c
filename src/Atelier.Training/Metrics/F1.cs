using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Macro F1: the mean over classes of 2 precision recall / (precision + recall), in [0,1].</summary>
/// <remarks>A class that no sample is of, and none was taken for, is left out of the mean, as scikit-learn does.</remarks>
public sealed class F1 : Metric
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
