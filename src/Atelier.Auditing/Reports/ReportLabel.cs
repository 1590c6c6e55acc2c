namespace Atelier.Auditing;

/// <summary>One label as the charts show it.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Leader">The group with the largest share in the training data.</param>
/// <param name="Training">That share.</param>
/// <param name="Predicted">The same group's share in the predictions, stage by stage.</param>
/// <param name="Gain">Amplification in the first stage.</param>
/// <param name="Evidence">The interval and the counts behind it, as text.</param>
/// <param name="IsUncertain">Whether there are too few rows to say.</param>
internal sealed record ReportLabel(
    string Label, string Leader, double Training, IReadOnlyList<double> Predicted, double Gain, string Evidence, bool IsUncertain);
