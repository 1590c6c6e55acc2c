namespace Atelier.Auditing.Tests;

/// <summary>
/// A table of two groups and two labels, worked by hand. Truth: 20 women of whom 14 cook, 20 men of whom 6 cook. Predicted: 17
/// of the women and 4 of the men cook; the rest drive. P(cook, woman) = 14/40 is above P(cook) P(woman) = 20/40 * 20/40, so
/// cooking goes with women and driving with men.
/// </summary>
public sealed class DirectionalAmplificationTests
{
    private static readonly AuditOptions Quick = new() { Resamples = 50 };

    [Fact]
    public void AttributeToTask_OfTheTable_IsAsWorkedByHand()
    {
        var audit = new Auditor(Quick).Audit(Kitchen());
        // woman, cook: 17/20 - 14/20 = 0.15; man, cook: -(4/20 - 6/20) = 0.10; driving is the complement, so alike.
        Assert.Equal((0.15 + 0.10) / 2, audit.AttributeToTask!.Value, 12);
        var cook = audit.Labels.Single(label => label.Label == "cook");
        Assert.Equal([("man", false, -0.10), ("woman", true, 0.15)], cook.Groups.Select(group => (group.Group, group.IsCorrelated, Math.Round(group.AttributeToTask!.Value, 12))));
    }

    [Fact]
    public void TaskToAttribute_OfTheTable_IsAsWorkedByHand()
    {
        // Of the 20 who cook, 16 are taken for women where 14 are; of the 20 who drive, 5 where 6 are.
        var audit = new Auditor(Quick).Audit(Kitchen());
        Assert.Equal((0.10 + 0.05) / 2, audit.TaskToAttribute!.Value, 12);
    }

    [Fact]
    public void MeanAmplification_OfTheTable_IsAsWorkedByHand()
    {
        // Cooking: 14/20 women become 17/21; driving: 14/20 men become 16/19.
        var audit = new Auditor(Quick).Audit(Kitchen());
        Assert.Equal((17.0 / 21 - 0.7 + (16.0 / 19 - 0.7)) / 2, audit.MeanAmplification!.Value, 12);
        Assert.Equal((2, 2), (audit.LabelsCompared, audit.Violations));
    }

    [Fact]
    public void Signs_ComeFromTheTrainingData()
    {
        var training = new Contingency("gender");
        Repeat(training, 10, "cook", "cook", "man", null);
        Repeat(training, 10, "drive", "drive", "woman", null);
        Assert.Equal(-0.125, new Auditor(Quick).Audit(Kitchen(), training).AttributeToTask!.Value, 12);
    }

    private static Contingency Kitchen()
    {
        var table = new Contingency("gender");
        Repeat(table, 12, "cook", "cook", "woman", "woman");
        Repeat(table, 2, "cook", "drive", "woman", "woman");
        Repeat(table, 5, "drive", "cook", "woman", "woman");
        Repeat(table, 1, "drive", "drive", "woman", "man");
        Repeat(table, 4, "cook", "cook", "man", "man");
        Repeat(table, 2, "cook", "drive", "man", "woman");
        Repeat(table, 14, "drive", "drive", "man", "man");
        return table;
    }

    private static void Repeat(Contingency table, int times, string label, string prediction, string group, string? guess)
    {
        for (var at = 0; at < times; at++)
            table.Add(label, prediction, group, guess);
    }
}
