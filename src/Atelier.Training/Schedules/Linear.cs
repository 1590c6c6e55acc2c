namespace Atelier.Training;

/// <summary>Linear decay: start + t (end - start).</summary>
public sealed record Linear : Decay
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start + progress * (end - start);
}
