using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Auditing.Tests;

/// <summary>What holds of every table.</summary>
public sealed class AmplificationLaws
{
    private static readonly AuditOptions Quick = new() { Resamples = 4, FewestRows = 0 };

    private static readonly Gen<Row> AnyRow =
        from label in Gen.Choose(0, 3)
        from prediction in Gen.Choose(0, 3)
        from inGroup in Gen.Choose(0, 2)
        select new Row($"l{label}", $"l{prediction}", $"g{inGroup}");

    // Each group has a row, so that there is something to compare.
    private static readonly Gen<Row[]> Rows = AnyRow.ListOf().Select(rows => rows.Concat([new("l0", "l1", "g0"), new("l1", "l0", "g1"), new("l2", "l2", "g2")]).ToArray());

    [Fact]
    public void PredictionsThatEqualTheTruth_AmplifyNothing() => Check(rows =>
    {
        var audit = Audit(rows.Select(row => row with { Prediction = row.Label }));
        return audit.MeanAmplification!.Value == 0 && audit.AttributeToTask!.Value == 0 && audit.Violations == 0 && audit.AccuracyDifference!.Value == 0
            && audit.Labels.All(label => label.EqualizedOddsDifference?.Value is null or 0);
    });

    [Fact]
    public void PredictionByGroupAlone_NeverLowersTheShareOfWhoLeads() => Check(rows =>
    {
        // One label is given to those only who lead it in the data.
        var audit = Audit(rows);
        var (label, leader) = (audit.Labels[0], audit.Labels[0].Groups.MaxBy(group => group.TrainingRows)!.Group);
        if (label.Groups.Count(group => group.TrainingShare?.Value > 1.0 / 3) != 1)
            return true;
        var extreme = Audit(rows.Select(row => row with { Prediction = row.Group == leader ? label.Label : "other" }));
        return extreme.Labels.Single(same => same.Label == label.Label).Amplification!.Value >= 0;
    });

    [Fact]
    public void TruthAndPredictionSwapped_TurnTheChangeOfSharesAround() => Check(rows =>
    {
        var (forth, back) = (Audit(rows), Audit(rows.Select(row => new Row(row.Prediction, row.Label, row.Group))));
        return forth.Labels.All(label => label.Groups.Zip(back.Labels.Single(same => same.Label == label.Label).Groups)
            .All(pair => Math.Abs(pair.First.AttributeToTask?.Value + pair.Second.AttributeToTask?.Value ?? 0) < 1e-12));
    });

    [Fact]
    public void NamesOfGroups_DoNotMatter() => Check(rows =>
    {
        var (one, other) = (Audit(rows), Audit(rows.Select(row => row with { Group = row.Group == "g0" ? "zz" : row.Group })));
        return Math.Abs(one.MeanAmplification!.Value - other.MeanAmplification!.Value) < 1e-12
            && Math.Abs(one.AttributeToTask!.Value - other.AttributeToTask!.Value) < 1e-12;
    });

    [Fact]
    public void Rates_AreRates() => Check(rows => Audit(rows).Labels.All(label =>
        label.Groups.All(group => group.SelectionRate!.Value is >= 0 and <= 1 && group.TruePositiveRate?.Value is null or (>= 0 and <= 1))
        && label.ParityDifference!.Value is >= 0 and <= 1
        && label.EqualizedOddsDifference?.Value is null or (>= 0 and <= 1)));

    [Fact]
    public void Shares_AddUpToOne() => Check(rows => Audit(rows).Labels.All(label =>
        label.Groups[0].PredictedShare is null || Math.Abs(label.Groups.Sum(group => group.PredictedShare!.Value) - 1) < 1e-12));

    private static AttributeAudit Audit(IEnumerable<Row> rows)
    {
        var table = new Contingency("group");
        foreach (var row in rows)
            table.Add(row.Label, row.Prediction, row.Group);
        return new Auditor(Quick).Audit(table);
    }

    private static void Check(Func<Row[], bool> law) => Prop.ForAll(Rows.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private sealed record Row(string Label, string Prediction, string Group);
}
