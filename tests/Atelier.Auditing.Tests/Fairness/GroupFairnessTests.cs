namespace Atelier.Auditing.Tests;

/// <summary>
/// Loans, worked by hand. Of 10 applicants of group a, 5 repay: 4 of these are given the loan, and 1 of the others. Of 10 of
/// group b, 5 repay: 2 are given it, and 2 of the others. Of 5 of group c, 2 repay: 2 are given it, and none of the others.
/// </summary>
public sealed class GroupFairnessTests
{
    private readonly LabelAudit _loan = new Auditor(new() { Resamples = 50 }).Audit(Loans()).Labels.Single(label => label.Label == "yes");

    [Fact]
    public void SelectionRates_AreAsWorkedByHand() => Assert.Equal([0.5, 0.4, 0.4], _loan.Groups.Select(group => group.SelectionRate!.Value));

    [Fact]
    public void TrueAndFalsePositiveRates_AreAsWorkedByHand()
    {
        Assert.Equal([0.8, 0.4, 1], _loan.Groups.Select(group => group.TruePositiveRate!.Value));
        Assert.Equal([0.2, 0.4, 0], _loan.Groups.Select(group => group.FalsePositiveRate!.Value));
    }

    [Fact]
    public void Differences_AreThoseOfTheExtremes()
    {
        Assert.Equal(0.1, _loan.ParityDifference!.Value, 12);
        Assert.Equal(0.8, _loan.ParityRatio!.Value, 12);
        Assert.Equal(0.6, _loan.EqualOpportunityDifference!.Value, 12);
        Assert.Equal(0.6, _loan.EqualizedOddsDifference!.Value, 12);
    }

    [Fact]
    public void Accuracy_ByGroup_IsAsWorkedByHand()
    {
        var audit = new Auditor(new() { Resamples = 50 }).Audit(Loans());
        Assert.Equal([("a", 0.8, 10L), ("b", 0.5, 10), ("c", 1, 5)], audit.Groups.Select(group => (group.Group, group.Accuracy!.Value, group.Accuracy.Count)));
        Assert.Equal(0.5, audit.AccuracyDifference!.Value);
    }

    [Fact]
    public void Counts_StandBehindEachFigure()
    {
        Assert.Equal(2, _loan.EqualOpportunityDifference!.Count);
        Assert.Equal(5, _loan.ParityDifference!.Count);
        Assert.True(_loan.ParityDifference.IsUncertain);
        Assert.Equal([(5L, 5L, 4L), (5, 4, 2), (2, 2, 2)], _loan.Groups.Select(group => (group.Rows, group.PredictedRows, group.Hits)));
    }

    [Fact]
    public void RateWithoutRows_IsNotDefined()
    {
        var table = Loans();
        table.Add("no", "no", "d");
        var loan = new Auditor(new() { Resamples = 5 }).Audit(table).Labels.Single(label => label.Label == "yes");
        Assert.Null(loan.EqualOpportunityDifference);
        Assert.Null(loan.Groups[3].TruePositiveRate);
        Assert.Equal(0.5, loan.ParityDifference!.Value);
    }

    private static Contingency Loans()
    {
        var table = new Contingency("group");
        void Add(string group, int given, int refused, int wronglyGiven, int rightlyRefused)
        {
            foreach (var (label, prediction, times) in new[] { ("yes", "yes", given), ("yes", "no", refused), ("no", "yes", wronglyGiven), ("no", "no", rightlyRefused) })
                for (var at = 0; at < times; at++)
                    table.Add(label, prediction, group);
        }
        Add("a", 4, 1, 1, 4);
        Add("b", 2, 3, 2, 3);
        Add("c", 2, 0, 0, 3);
        return table;
    }
}
