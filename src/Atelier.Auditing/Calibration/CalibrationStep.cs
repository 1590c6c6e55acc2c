namespace Atelier.Auditing;

/// <summary>One iteration.</summary>
/// <param name="Violations">Constraints that did not hold: a share of a group above, or below, what the margin allows.</param>
/// <param name="Worst">The largest excess over the margin.</param>
/// <param name="Accuracy">The part of the examples that was predicted right.</param>
public readonly record struct CalibrationStep(int Violations, double Worst, double Accuracy);
