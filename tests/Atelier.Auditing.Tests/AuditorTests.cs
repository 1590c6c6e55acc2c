namespace Atelier.Auditing.Tests;

public sealed class AuditorTests
{
    private static readonly AuditOptions Quick = new() { Resamples = 100 };

    [Fact]
    public void Audit_OfOneGroup_IsRefused()
    {
        var table = Table(("a", "a", "only", 5));
        Assert.StartsWith("An audit compares groups, and 'gender' has only one, 'only'.", Assert.Throws<ArgumentException>(() => new Auditor().Audit(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_OfALabelNeverSeenInTraining_SaysSoAndLeavesItsAmplificationOut()
    {
        var audit = new Auditor(Quick).Audit(
            Table(("a", "a", "x", 50), ("a", "a", "y", 50), ("new", "new", "x", 40), ("new", "new", "y", 40)), Training(("a", "x", 60), ("a", "y", 40)));
        var label = audit.Labels[^1];
        Assert.Equal(("new", null, null), (label.Label, label.Amplification, label.AttributeToTask));
        Assert.Equal(1, audit.LabelsCompared);
        Assert.Contains("Never seen in training, so amplification cannot be measured: new.", audit.Caveats);
    }

    [Fact]
    public void Audit_OfALabelNeverPredicted_SaysSo() => Assert.Contains(
        "Never predicted, so amplification cannot be measured: b.",
        new Auditor(Quick).Audit(Table(("a", "a", "x", 5), ("b", "a", "y", 5))).Caveats);

    [Fact]
    public void Audit_OfFewRows_PutsThemLastAndSaysSo()
    {
        var audit = new Auditor(Quick).Audit(Table(("rare", "rare", "x", 3), ("b", "rare", "y", 1), ("b", "b", "y", 60), ("b", "b", "x", 50)));
        Assert.Equal(["b", "rare"], audit.Labels.Select(label => label.Label));
        Assert.True(audit.Labels[1].Amplification!.IsUncertain);
        Assert.Contains("1 label with fewer than 30 rows: too few to say; listed last, marked ~.", audit.Caveats);
    }

    [Fact]
    public void Audit_OfAGroupThatTrainingLacks_OrHasAlone_SaysSo()
    {
        var audit = new Auditor(Quick).Audit(Table(("a", "a", "x", 50), ("a", "a", "y", 50)), Training(("a", "x", 60), ("a", "z", 40)));
        Assert.Equal(["x", "y"], audit.Groups.Select(group => group.Group));
        Assert.Contains("Found only in the training data, and left out: z.", audit.Caveats);
        Assert.Contains("Not in the training data, so their training share is 0: y.", audit.Caveats);
    }

    [Fact]
    public void Audit_WithTrainingData_ComparesWithIt()
    {
        // 67 of 100 who cook are women; of those whom the model says to cook, 84 of 100.
        var audit = new Auditor(Quick).Audit(
            Table(("cook", "cook", "woman", 840), ("cook", "cook", "man", 160), ("drive", "drive", "woman", 50), ("drive", "drive", "man", 50)),
            Training(("cook", "woman", 670), ("cook", "man", 330), ("drive", "woman", 50), ("drive", "man", 50)));
        var cook = audit.Labels[0];
        Assert.Equal(("cook", 0.67, 0.84), (cook.Label, cook.Groups[1].TrainingShare!.Value, cook.Groups[1].PredictedShare!.Value));
        Assert.Equal(0.17, cook.Amplification!.Value, 12);
        Assert.Equal(0.085, audit.MeanAmplification!.Value, 12);
        Assert.Equal((1, 1), (audit.Violations, audit.ClearViolations));
    }

    [Fact]
    public void Audit_OfUnknownGroups_CountsThem()
    {
        var table = Table(("a", "a", "x", 50), ("a", "a", "y", 50));
        table.Add("a", "b", null);
        var audit = new Auditor(Quick).Audit(table);
        Assert.Equal((100, 1), (audit.Rows, audit.MissingRows));
        Assert.Contains("1 row without a gender: not counted.", audit.Caveats);
    }

    [Fact]
    public void Audit_WithoutPredictedGroups_SaysWhatCannotBeTold()
    {
        var audit = new Auditor(Quick).Audit(Table(("a", "a", "x", 50), ("a", "a", "y", 50)));
        Assert.Null(audit.TaskToAttribute);
        Assert.Contains("No predicted attribute: amplification from task to attribute cannot be measured.", audit.Caveats);
    }

    private static Contingency Table(params (string Label, string Prediction, string Group, int Rows)[] cells)
    {
        var table = new Contingency("gender");
        foreach (var (label, prediction, group, rows) in cells)
            for (var at = 0; at < rows; at++)
                table.Add(label, prediction, group);
        return table;
    }

    private static Contingency Training(params (string Label, string Group, int Rows)[] cells)
    {
        var table = new Contingency("gender");
        foreach (var (label, group, rows) in cells)
            for (var at = 0; at < rows; at++)
                table.Add(label, group);
        return table;
    }
}
