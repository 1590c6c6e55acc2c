namespace Atelier.Training;

/// <summary>Cosine decay: end + (start - end)/2 (1 + cos(pi t)).</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, equation 5. The formula on
/// the lesson's slide is a misprint.</remarks>
public sealed record Cosine : Decay
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) =>
        progress <= 0 ? start : end + (start - end) / 2 * (1 + Math.Cos(Math.PI * progress));
}
