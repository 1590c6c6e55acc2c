namespace Atelier.Training;

/// <summary>Exponential decay: start (end/start)^t. It needs an end, and both greater than 0.</summary>
/// <remarks>The formula on the lesson's slide is a misprint.</remarks>
public sealed record Exponential : Decay
{
    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start * Math.Pow(end / start, progress);

    /// <inheritdoc/>
    public override double? DefaultEnd(double start) => null;
}
