namespace Atelier.Auditing;

/// <summary>One column of predictions, for example before or after calibration.</summary>
/// <param name="Column">Its name.</param>
/// <param name="MeanAmplification">Over the labels; the interval tells how much it hangs on which labels were taken.</param>
/// <param name="Violations">Labels off by more than the margin.</param>
public sealed record RatioStage(string Column, Estimate MeanAmplification, int Violations);
