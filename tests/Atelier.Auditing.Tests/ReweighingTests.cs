namespace Atelier.Auditing.Tests;

public sealed class ReweighingTests
{
    [Fact]
    public void Weights_OfTheTextbookTable_AreAsKamiranAndCaldersWorkThem()
    {
        // Their example: ten applicants, five of each sex; four men and two women are accepted.
        var weights = Table(("+", "m", 4), ("-", "m", 1), ("+", "f", 2), ("-", "f", 3)).SampleWeights();
        Assert.Equal([0.75, 1.5, 2, 2.0 / 3], weights.Select(pair => pair.Weight));
        Assert.Equal([4L, 2, 1, 3], weights.Select(pair => pair.Rows));
    }

    [Fact]
    public void Weights_MakeLabelAndGroupIndependent_AndKeepTheirTotals()
    {
        var table = Table(("a", "x", 7), ("a", "y", 1), ("b", "x", 2), ("b", "y", 9), ("b", "z", 4), ("a", "z", 5));
        var weights = table.SampleWeights();
        double Weighted(Func<SampleWeight, bool> of) => weights.Where(of).Sum(pair => pair.Rows * pair.Weight);
        Assert.Equal(28, Weighted(_ => true), 9);
        Assert.Equal(13, Weighted(pair => pair.Label == "a"), 9);
        Assert.Equal(9, Weighted(pair => pair.Group == "x"), 9);
        foreach (var pair in weights)
            Assert.Equal(Weighted(other => other.Label == pair.Label) * Weighted(other => other.Group == pair.Group) / 28, pair.Rows * pair.Weight, 9);
    }

    private static Contingency Table(params (string Label, string Group, int Rows)[] cells)
    {
        var table = new Contingency("group");
        foreach (var (label, group, rows) in cells)
            for (var at = 0; at < rows; at++)
                table.Add(label, label, group);
        return table;
    }
}
