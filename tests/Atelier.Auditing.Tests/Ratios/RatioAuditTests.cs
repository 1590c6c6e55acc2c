namespace Atelier.Auditing.Tests;

public sealed class RatioAuditTests : IDisposable
{
    private const string ImSitu = "bias/imSitu_gender_ratio_dev_res.csv";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(ImSitu)]
    public void ImSitu_HasThePublishedFigures()
    {
        var audit = RatioAudit.Read(Shared.File(ImSitu), "men", "women");
        Assert.Equal(212, audit.Labels.Count);
        Assert.Equal([0.0502, 0.0239], audit.Stages.Select(stage => Math.Round(stage.MeanAmplification.Value, 4)));
        Assert.Equal([154, 107], audit.Stages.Select(stage => stage.Violations));
        var cooking = audit.Labels.Single(label => label.Label == "cooking");
        Assert.Equal("women", audit.Leader(cooking));
        Assert.Equal([66.7, 83.7, 75.0], ((double[])[cooking.Training, .. cooking.Predicted]).Select(share => Math.Round(100 * cooking.OfLeader(share), 1)));
    }

    [Fact]
    public void Of_ATableOfTwoLabels_IsAsWorkedByHand()
    {
        var audit = Read("verb,train share,model\ncook,0.3,0.2\ndrive,0.6,0.9\n");
        Assert.Equal((0.1 + 0.3) / 2, audit.Stages[0].MeanAmplification.Value, 12);
        Assert.Equal(["drive", "cook"], audit.Labels.Select(label => label.Label));
        Assert.Equal(2, audit.Stages[0].Violations);
    }

    [Theory]
    [InlineData("verb,train,model\ncook,67,84\n", "line 2 has 67 in the column 'train', but a share from 0 to 1 is needed there.")]
    [InlineData("verb,train,model\ncook,0.5,much\n", "has no column of predicted shares besides 'train'.")]
    [InlineData("verb,train,model\ncook,0.5,0.5\ncook,0.5,much\n", "line 3 has 'much' in the column 'model', but a number is needed there.")]
    [InlineData("verb,a,b\ncook,0.5,0.5\n", "has no column that looks like the training shares (it would have a name with 'train' in it); name the column.")]
    [InlineData("verb,train,model\n", "has a header but no rows.")]
    public void Of_ABadTable_SaysWhatIsWrong(string text, string problem) =>
        Assert.EndsWith(problem, Assert.Throws<AuditException>(() => Read(text)).Message, StringComparison.Ordinal);

    private RatioAudit Read(string text)
    {
        File.WriteAllText(_folder["ratios.csv"], text);
        return RatioAudit.Read(_folder["ratios.csv"], options: new() { Resamples = 20 });
    }
}
