using Atelier.Core;

namespace Atelier.Training;

/// <summary>Polynomial decay: end + (start - end) (1 - t)^p.</summary>
public sealed record Polynomial : Decay
{
    /// <summary>p, greater than 0; 1 by default, a straight line.</summary>
    public double Power { get; init => field = Require.Positive(value); } = 1;

    /// <inheritdoc/>
    public override string Name => "polynomial";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) =>
        progress <= 0 ? start : end + (start - end) * Math.Pow(1 - progress, Power);
}
