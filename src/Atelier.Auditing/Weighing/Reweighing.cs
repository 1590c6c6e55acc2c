namespace Atelier.Auditing;

/// <summary>
/// Reweighing (Kamiran and Calders 2012): W(g,y) = n_y * n_g / (n * n_gy). As sample weights in training, they make label and
/// group independent in the data that the loss sees; each label and each group keeps its total weight.
/// </summary>
public static class Reweighing
{
    /// <summary>The weight of each pair of label and group that has rows.</summary>
    /// <param name="counts">Counts of the training data, of one label a row.</param>
    /// <returns>By label and group, in the order in which they came.</returns>
    public static IReadOnlyList<SampleWeight> Weights(Contingency counts)
    {
        double rows = counts.Rows;
        return
        [
            .. from label in counts.Labels
               let labeled = counts.Groups.Sum(other => counts.Truth(label, other))
               from inGroup in counts.Groups
               let both = counts.Truth(label, inGroup)
               where both > 0
               select new SampleWeight(label, inGroup, both, labeled * counts.RowsIn(inGroup) / (rows * both)),
        ];
    }
}
