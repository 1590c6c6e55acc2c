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
        var result = new Calibrator(new() { Margin = 0.02 }, Quick).Run(table);
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
        var result = new Calibrator(new() { Margin = 0.2 }, Quick).Run(table);
        Assert.Equal(result.Before, result.After);
        Assert.Single(result.Steps);
    }

    [Fact]
    public void Offsets_AddedToTheScores_MakeTheCalibratedPredictions()
    {
        var table = Biased(4, examples: 2000, bias: 1);
        var result = new Calibrator(statistics: Quick).Run(table);
        foreach (var (example, decided) in table.Examples.Zip(result.After))
            Assert.Equal(decided, Enumerable.Range(0, table.Labels.Count).MaxBy(label => example.Scores[label] + result.Offsets[label][example.Group]));
    }

    [Fact]
    public void Run_WhereItCannot_SaysSoAndKeepsTheBestThatItFound()
    {
        // Whoever is predicted "a" is one example: its share is all or nothing, and training wants a half.
        ScoredExample[] examples = [new(0, 0, [100, 0]), .. Enumerable.Range(0, 20).Select(at => new ScoredExample(1, at % 2, [0, 100]))];
        var training = new Contingency("gender");
        foreach (var label in (string[])["a", "b"])
            foreach (var group in (string[])["man", "woman"])
                training.Add(label, group);
        var result = new Calibrator(new() { Iterations = 5, Step = 1e-3 }, Quick).Run(new("gender", ["a", "b"], ["man", "woman"], examples), training);
        Assert.False(result.Converged);
        Assert.Equal(["a"], result.Unsatisfied);
        Assert.Equal(6, result.Steps.Count);
        Assert.Equal(result.Before, result.After);
    }

    [Fact]
    public void Run_LeavesExamplesOfUnknownGroupsAlone()
    {
        var table = Biased(1, examples: 2000, bias: 1);
        var some = table with { Examples = [.. table.Examples.Select((example, at) => at % 5 == 0 ? example with { Group = -1 } : example)] };
        var result = new Calibrator(statistics: Quick).Run(some);
        Assert.All(Enumerable.Range(0, 400), fifth => Assert.Equal(result.Before[5 * fifth], result.After[5 * fifth]));
        Assert.Equal(400, result.AuditAfter.MissingRows);
    }

    [Fact]
    public void Read_OfAWideTable_TakesAllOtherColumnsForScores()
    {
        var table = Read("image,label,cook,drive,gender\na.jpg,cook,1.5,-2,woman\nb.jpg,,0,0,man\nc.jpg,drive,1e-3,2,\n", new() { Attribute = "gender", Ignored = ["image"] });
        Assert.Equal(["cook", "drive"], table.Labels);
        Assert.Equal((2, 1), (table.Examples.Count, table.WithoutLabel));
        Assert.Equal([1.5f, -2], table.Examples[0].Scores);
        Assert.Equal((1, -1), (table.Examples[1].Label, table.Examples[1].Group));
    }

    [Theory]
    [InlineData("image,label,cook,drive,gender\na.jpg,cook,1,2,man\n", "line 2 has 'a.jpg' in the column 'image', where a number must be.")]
    [InlineData("label,cook,drive,gender\nsing,1,2,man\n", "line 2 has the label 'sing', for which there is no column of scores.")]
    [InlineData("label,cook,gender\ncook,1,man\n", "has scores of fewer than two labels; it must have a column of scores for each label.")]
    [InlineData("label,cook,drive,gender\n,1,2,man\n", "has no rows with a label.")]
    public void Read_OfABadTable_SaysWhatIsWrong(string text, string problem) =>
        Assert.EndsWith(problem, Assert.Throws<AuditException>(() => Read(text, new() { Attribute = "gender" })).Message, StringComparison.Ordinal);

    private static AuditOptions Quick => new() { Resamples = 20 };

    // Scores of a classifier that is right most of the time, and that adds what it knows of the groups' shares.
    private static ScoreTable Biased(int seed, int examples, double bias)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return new(
            "gender",
            [.. Women.Select((_, label) => $"verb {label}")],
            ["man", "woman"],
            [
                .. Enumerable.Range(0, examples).Select(_ =>
                {
                    var label = random.Next(Women.Length);
                    var group = random.NextDouble() < Women[label] ? 1 : 0;
                    return new ScoredExample(label, group, [.. Women.Select((women, other) =>
                        (float)(Normal() + (other == label ? 2.5 : 0) + bias * (group - 0.5) * Math.Log(women / (1 - women))))]);
                }),
            ]);
    }

    private ScoreTable Read(string text, ScoreColumns columns)
    {
        File.WriteAllText(_folder["scores.csv"], text);
        return ScoreTable.Read(_folder["scores.csv"], columns);
    }
}
