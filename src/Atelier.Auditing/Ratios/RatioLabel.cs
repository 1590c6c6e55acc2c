namespace Atelier.Auditing;

/// <summary>One label of a ratio table.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Training">The group's share in the training data, 0 to 1.</param>
/// <param name="Predicted">Its share in the predictions, stage by stage.</param>
/// <param name="Amplification">By how much who leads gains, stage by stage.</param>
public sealed record RatioLabel(string Label, double Training, IReadOnlyList<double> Predicted, IReadOnlyList<double> Amplification)
{
    /// <summary>Whether the group leads the label in the training data; otherwise the rest do.</summary>
    public bool IsLedByGroup => Training >= 0.5;

    /// <summary>The share of whoever leads in the training data, from the group's.</summary>
    public double OfLeader(double share) => IsLedByGroup ? share : 1 - share;
}
