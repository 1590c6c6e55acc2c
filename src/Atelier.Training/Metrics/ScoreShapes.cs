using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>What metrics are fed: scores [N,C] and classes [N].</summary>
internal static class ScoreShapes
{
    public static void Check(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (logits.shape is not [var n, _])
            throw new ShapeException("[N,C]", logits.shape);
        if (targets.shape is not [var m] || m != n)
            throw new ShapeException($"[{n}]", targets.shape);
    }
}
