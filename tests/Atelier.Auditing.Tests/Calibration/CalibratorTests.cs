namespace Atelier.Auditing.Tests;

public sealed class CalibratorTests : IDisposable
{
    private static readonly double[] Women = [0.67, 0.4, 0.15, 0.55, 0.75, 0.3, 0.85, 0.6];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_OnScoresOfAKnownBias_HalvesAmplificationForLessThanAPoint(int seed)
    {
        var table = Biased(seed, examples: 8000, bias: 0.75);
        var result = Calibrated(table, margin: 0.02);
        Assert.True(result.Converged);
        Assert.Equal(0, result.Steps[^1].Violations);
        Assert.True(result.Steps[0].Violations > 4);
        Assert.Equal(0, result.AuditAfter.Violations);
        var (before, after) = (result.AuditBefore.MeanAmplification!.Value, result.AuditAfter.MeanAmplification!.Value);
        Assert.True(before > 0.03 && after <= before / 2, $"{before} became {after}");
        Assert.True(result.AuditAfter.Accuracy!.Value > result.AuditBefore.Accuracy!.Value - 0.01);
    }

    [Fact]
    public void Run_OnScoresWithoutBias_ChangesNothing()
    {
        var table = Biased(1, examples: 8000, bias: 0);
        var result = Calibrated(table, margin: 0.2);
        Assert.Equal(result.Before, result.After);
        Assert.Single(result.Steps);
    }

    [Fact]
    public void Offsets_AddedToTheScores_MakeTheCalibratedPredictions()
    {
        var table = Biased(4, examples: 2000, bias: 1);
        var result = Calibrated(table);
        foreach (var (example, decided) in table.Examples.Zip(result.After))
            Assert.Equal(decided, Enumerable.Range(0, table.Labels.Count).MaxBy(label => example.Scores[label] + result.Offsets[label][example.Group]));
    }

    [Fact]
    public void Run_WhereItCannot_SaysSoAndKeepsTheBestThatItFound()
    {
        // Whoever is predicted "a" is one example: its share is all or nothing, and training wants a half.
        var scores = new ScoreTable("gender", ["a", "b"]);
        scores.Add("a", "man", 100, 0);
        foreach (var at in Enumerable.Range(0, 20))
            scores.Add("b", at % 2 == 0 ? "man" : "woman", 0, 100);
        var training = new Contingency("gender");
        foreach (var label in (string[])["a", "b"])
            foreach (var group in (string[])["man", "woman"])
                training.Add(label, group);
        var result = Calibration.Fit(scores, training, new() { Iterations = 5, Step = 1e-3, Statistics = Quick });
        Assert.False(result.Converged);
        Assert.Equal(["a"], result.Unsatisfied);
        Assert.Equal(6, result.Steps.Count);
        Assert.Equal(result.Before, result.After);
    }

    [Fact]
    public void Run_LeavesExamplesOfUnknownGroupsAlone()
    {
        var some = Biased(1, examples: 2000, bias: 1, isUnknown: at => at % 5 == 0);
        var result = Calibrated(some);
        Assert.All(Enumerable.Range(0, 400), fifth => Assert.Equal(result.Before[5 * fifth], result.After[5 * fifth]));
        Assert.Equal(400, result.AuditAfter.MissingRows);
    }

    [Fact]
    public void Read_OfAWideTable_TakesAllOtherColumnsForScores()
    {
        var table = Read("image,label,cook,drive,gender\na.jpg,cook,1.5,-2,woman\nb.jpg,,0,0,man\nc.jpg,drive,1e-3,2,\n", "image");
        Assert.Equal(["cook", "drive"], table.Labels);
        Assert.Equal((2, 1), (table.Rows, table.WithoutLabel));
        Assert.Equal([1.5f, -2], table.Examples[0].Scores);
        Assert.Equal((1, -1), (table.Examples[1].Label, table.Examples[1].Group));
    }

    [Theory]
    [InlineData("image,label,cook,drive,gender\na.jpg,cook,1,2,man\n", "line 2 has 'a.jpg' in the column 'image', but a number is needed there.")]
    [InlineData("label,cook,drive,gender\nsing,1,2,man\n", "line 2 has the label 'sing', which has no column of scores.")]
    [InlineData("label,cook,gender\ncook,1,man\n", "has scores for fewer than two labels; it must have a column of scores for each label.")]
    [InlineData("label,cook,drive,gender\n,1,2,man\n", "has no rows with a label.")]
    public void Read_OfABadTable_SaysWhatIsWrong(string text, string problem) =>
        Assert.EndsWith(problem, Assert.Throws<AuditException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static AuditOptions Quick => new() { Resamples = 20 };

    private static Calibration Calibrated(ScoreTable table, double margin = 0.05) => Calibration.Fit(table, options: new() { Statistics = Quick with { Margin = margin } });

    // Scores of a classifier that is right most of the time, and that adds what it knows of the groups' shares.
    private static ScoreTable Biased(int seed, int examples, double bias, Func<int, bool>? isUnknown = null)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var table = new ScoreTable("gender", [.. Women.Select((_, label) => $"verb {label}")]);
        for (var at = 0; at < examples; at++)
        {
            var label = random.Next(Women.Length);
            var group = random.NextDouble() < Women[label] ? 1 : 0;
            float[] scores = [.. Women.Select((women, other) => (float)(Normal() + (other == label ? 2.5 : 0) + bias * (group - 0.5) * Math.Log(women / (1 - women))))];
            table.Add(table.Labels[label], isUnknown?.Invoke(at) is true ? null : group == 1 ? "woman" : "man", scores);
        }
        return table;
    }

    private ScoreTable Read(string text, params string[] ignored)
    {
        File.WriteAllText(_folder["scores.csv"], text);
        return ScoreTable.Read(_folder["scores.csv"], new() { Attributes = ["gender"] }, ignored);
    }
}
