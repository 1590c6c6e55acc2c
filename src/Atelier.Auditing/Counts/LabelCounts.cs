namespace Atelier.Auditing;

/// <summary>The counts of one label, group by group: what every figure about it is computed from.</summary>
/// <param name="groups">The number of groups.</param>
/// <remarks>Counts are real numbers, so that those of a resample are no different from those of the table.</remarks>
internal sealed class LabelCounts(int groups)
{
    /// <summary>Rows of the label in the training data.</summary>
    public double[] Training { get; } = new double[groups];

    /// <summary>All rows of the group in the training data.</summary>
    public double[] TrainingRows { get; } = new double[groups];

    /// <summary>Rows that have the label.</summary>
    public double[] Truth { get; } = new double[groups];

    /// <summary>Rows that are predicted to have it.</summary>
    public double[] Predicted { get; } = new double[groups];

    /// <summary>Rows that have it and are predicted to.</summary>
    public double[] Hits { get; } = new double[groups];

    /// <summary>Rows that have the label, by the group that the model predicts for them.</summary>
    public double[] Guessed { get; } = new double[groups];

    /// <summary>All rows of the group.</summary>
    public double[] Rows { get; } = new double[groups];
}
