namespace Atelier.Training;

/// <summary>No decay: start.</summary>
public sealed record Constant : Decay
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start;

    /// <inheritdoc/>
    public override double? DefaultEnd(double start) => start;
}
