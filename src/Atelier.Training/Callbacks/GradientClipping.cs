using Atelier.Core;
using Atelier.Kernels;
using static System.FormattableString;

namespace Atelier.Training;

/// <summary>Scales the gradients of each step, taken together, down to a limit; see <see cref="GradientNorm.Clip"/>.</summary>
/// <param name="limit">The largest L2 norm; greater than 0.</param>
public sealed class GradientClipping(double limit) : Callback
{
    private readonly double _limit = Require.Positive(limit);

    /// <summary>The norm of the latest step before clipping; NaN before the first.</summary>
    public double Norm { get; private set; } = double.NaN;

    /// <inheritdoc/>
    public override string Settings => Invariant($"limit {_limit:R}");

    /// <inheritdoc/>
    public override void OnGradients(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Norm = GradientNorm.Clip([.. run.Groups.SelectMany(group => group)], _limit);
    }
}
