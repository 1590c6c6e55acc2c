namespace Atelier.Auditing.Tests;

public sealed class IntervalTests
{
    [Fact]
    public void Interval_HoldsTheTruth_AboutAsOftenAsItSays()
    {
        // 200 tables from one population: the share of women among those who are said to cook is 0.7 in truth.
        var random = new Random(3);
        var held = Enumerable.Range(0, 200).Count(_ =>
        {
            var table = Sampled(random, rows: 400);
            var share = new Auditor(new() { Resamples = 400, Confidence = 0.9 }).Audit(table).Labels.Single(label => label.Label == "cook").Groups[1].PredictedShare!;
            return share.Low <= 0.7 && 0.7 <= share.High;
        });
        Assert.InRange(held, 168, 192); // 180 give or take three deviations.
    }

    [Fact]
    public void Interval_IsAsWideAsTheFormulaSays()
    {
        var table = Sampled(new Random(1), rows: 20_000);
        var share = new Auditor().Audit(table).Labels.Single(label => label.Label == "cook").Groups[1].PredictedShare!;
        var expected = 2 * 1.96 * Math.Sqrt(share.Value * (1 - share.Value) / share.Count);
        Assert.InRange((share.High - share.Low) / expected, 0.8, 1.2);
    }

    [Fact]
    public void Interval_OfLabelsThatAlwaysComeTogether_IsNoNarrowerForTheirNumber()
    {
        // Ten labels that are one in truth: their mean is as uncertain as each of them.
        var random = new Random(5);
        var table = new Contingency("gender");
        for (var row = 0; row < 1000; row++)
        {
            string[] labels = random.NextDouble() < 0.5 ? [.. Enumerable.Range(0, 10).Select(label => $"l{label}")] : ["other"];
            table.Add(labels, random.NextDouble() < 0.7 ? labels : ["other"], random.NextDouble() < 0.6 ? "woman" : "man");
        }
        var audit = new Auditor().Audit(table);
        var one = audit.Labels.Single(label => label.Label == "l0").Amplification!;
        var mean = audit.MeanAmplification!;
        Assert.InRange((mean.High - mean.Low) / (one.High - one.Low), 0.7, 1.1);
    }

    [Fact]
    public void Interval_OfTheSameSeed_IsTheSame_AndOfAnotherIsNot()
    {
        var table = Sampled(new Random(1), rows: 500);
        var (first, again, other) = (Ends(table, 7), Ends(table, 7), Ends(table, 8));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Interval_OfMoreConfidence_IsWider()
    {
        var table = Sampled(new Random(1), rows: 500);
        double Width(double confidence) => new Auditor(new() { Confidence = confidence }).Audit(table).MeanAmplification! is var mean ? mean.High - mean.Low : 0;
        Assert.True(Width(0.99) > Width(0.8));
    }

    [Fact]
    public void Interval_OfPredictionsThatEqualTheTruth_IsAPoint()
    {
        var table = new Contingency("gender");
        for (var row = 0; row < 100; row++)
            table.Add(row % 3 == 0 ? "a" : "b", row % 3 == 0 ? "a" : "b", row % 5 < 2 ? "x" : "y");
        var mean = new Auditor().Audit(table).MeanAmplification!;
        Assert.Equal((0, 0, 0), (mean.Value, mean.Low, mean.High));
    }

    private static (double, double) Ends(Contingency table, long seed) =>
        new Auditor(new() { Seed = seed }).Audit(table).MeanAmplification is { } mean ? (mean.Low, mean.High) : default;

    private static Contingency Sampled(Random random, int rows)
    {
        var table = new Contingency("gender");
        for (var row = 0; row < rows; row++)
            if (random.NextDouble() < 0.5)
                table.Add(random.NextDouble() < 0.8 ? "cook" : "drive", "cook", random.NextDouble() < 0.7 ? "woman" : "man");
            else
                table.Add("drive", "drive", random.NextDouble() < 0.4 ? "woman" : "man");
        return table;
    }
}
