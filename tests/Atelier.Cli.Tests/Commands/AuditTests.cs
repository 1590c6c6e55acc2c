using System.Text;
using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class AuditTests : IDisposable
{
    private const string ImSitu = "bias/imSitu_gender_ratio_dev_res.csv";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Audit_OfPredictions_DrawsFiguresLabelsAndCaveats()
    {
        Biased("predictions.csv");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", _folder["predictions.csv"], "--label", "verb", "--prediction", "said", "--attribute", "gender"));
        Assert.Contains("By gender: The model amplifies the bias of its data.", cli.Output, StringComparison.Ordinal);
        Assert.Matches(@"Mean bias amplification\s+0\.1548", cli.Output);
        Assert.Matches(@"cook\s+woman\s+66\.7 %\s+83\.3 %\s+\+0\.167!", cli.Output);
        Assert.Contains("- 1 row without a gender: not counted.", cli.Output, StringComparison.Ordinal);
        Assert.Empty(cli.Error);
    }

    [Fact]
    public async Task Audit_Json_IsOneObjectWithCountsAndIntervals()
    {
        Biased("predictions.csv");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", _folder["predictions.csv"], "--label", "verb", "--prediction", "said", "--attribute", "gender", "--json"));
        var attribute = JsonDocument.Parse(cli.Output).RootElement.GetProperty("attributes")[0];
        var mean = attribute.GetProperty("meanAmplification");
        Assert.InRange(mean.GetProperty("value").GetDouble(), mean.GetProperty("low").GetDouble(), mean.GetProperty("high").GetDouble());
        Assert.Equal((1, 1300), (attribute.GetProperty("missingRows").GetInt64(), attribute.GetProperty("rows").GetInt64()));
        Assert.Equal(JsonValueKind.Null, attribute.GetProperty("taskToAttribute").ValueKind);
    }

    [Fact]
    public async Task Audit_AboveTheLimit_PrintsTheResultAndExitsWith1()
    {
        Biased("predictions.csv");
        string[] line = ["audit", _folder["predictions.csv"], "--label", "verb", "--prediction", "said", "--attribute", "gender", "--json", "--fail-above"];
        var ended = (await AtelierProcess.RunAsync([.. line, "0.02"])).ShouldExit(ExitCode.Failed);
        Assert.Equal("atelier: the mean amplification by gender, 0.1548, is above the limit of 0.02.\n", ended.Error);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(ended.Output).RootElement.ValueKind);
        (await InProcess.EndAsync([.. line, "0.2"])).ShouldExit(ExitCode.Done);
    }

    [Fact]
    public async Task Audit_OfAFileNamedLikeASubcommand_IsAnAudit()
    {
        Biased("ratios.csv");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", _folder["ratios.csv"], "--label", "verb", "--prediction", "said", "--attribute", "gender"));
        Assert.Contains("1,301 rows.", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_WithTrainingDataThatLacksALabel_SaysSoAndContinues()
    {
        Biased("predictions.csv");
        Write("train.csv", "verb,gender", [.. Enumerable.Repeat("cook,woman", 40), .. Enumerable.Repeat("cook,man", 20)]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync(
            "audit", _folder["predictions.csv"], "--label", "verb", "--prediction", "said", "--attribute", "gender", "--train", _folder["train.csv"], "--report", _folder["page.html"]));
        Assert.Contains("Never seen in training, so amplification cannot be", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Never seen in training", await File.ReadAllTextAsync(_folder["page.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verb,said\ncook,cook\n", "has no column 'gender'; its columns are verb, said.")]
    [InlineData("", "is empty; it must have a header and a row for each example.")]
    [InlineData("verb,said,gender\n", "has a header but no rows.")]
    [InlineData("verb,said,gender\ncook,cook,woman\n", "cannot be audited: An audit compares groups, and 'gender' has only one, 'woman'.")]
    [InlineData("verb,said,gender\ncook,cook,\n", "cannot be audited: An audit compares groups, and 'gender' has none.")]
    [InlineData("verb,said,gender\ncook,\"cook,woman\n", "the row that starts on line 2 is not valid CSV")]
    public async Task Audit_OfABadTable_IsOneSentence(string text, string problem)
    {
        await File.WriteAllTextAsync(_folder["bad.csv"], text);
        await ShouldRefuse("bad.csv", problem);
    }

    [Fact]
    public async Task Audit_OfAnotherEncodingAFolderOrNothing_IsOneSentence()
    {
        await File.WriteAllBytesAsync(_folder["latin.csv"], Encoding.Latin1.GetBytes("verb,said,gender\nköchelt,cook,woman\n"));
        await ShouldRefuse("latin.csv", "line 2 is not in UTF-8; save the file in UTF-8, or name its encoding.");
        Directory.CreateDirectory(_folder["folder"]);
        await ShouldRefuse("folder", "is a folder, not a file.");
        await ShouldRefuse("none.csv", "no such file.");
    }

    [Theory]
    [InlineData("Option '--attribute' is required.", "x.csv")]
    [InlineData("--separator takes one ASCII character, not '::'.", "x.csv", "--attribute", "a", "--separator", "::")]
    [InlineData("--where takes column=value, not 'rank'.", "x.csv", "--attribute", "a", "--where", "rank")]
    [InlineData("There is no encoding 'klingon'", "x.csv", "--attribute", "a", "--encoding", "klingon")]
    [InlineData("--predicted-attribute appears more often than --attribute", "x.csv", "--attribute", "a", "--predicted-attribute", "b", "--predicted-attribute", "c")]
    [InlineData("--confidence must be between 0.01 and 0.999, but is 95.", "x.csv", "--attribute", "a", "--confidence", "95")]
    [InlineData("Required argument 'predictions' missing", "--attribute", "a")]
    [InlineData("--only-these-pronouns needs --pronouns.", "translation", "x.csv", "--only-these-pronouns")]
    public async Task Audit_WrongUsage_IsOneSentence(string sentence, params string[] args)
    {
        await File.WriteAllTextAsync(_folder["x.csv"], "a,b\n");
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync(["audit", .. args.Select(arg => arg == "x.csv" ? _folder[arg] : arg)]));
        Assert.StartsWith($"atelier: {sentence}", cli.Error, StringComparison.Ordinal);
    }

    [SharedFact(ImSitu)]
    public async Task Ratios_OfImSitu_TellTheLessonsStory()
    {
        string[] line = ["audit", "ratios", Shared.File(ImSitu), "--group", "men", "--rest", "women", "--highlight", "cooking", "--report", _folder["page.html"]];
        var ended = (await AtelierProcess.RunAsync(line)).ShouldExit(ExitCode.Done);
        Assert.StartsWith("cooking: women 66.7 %, then 83.7 %, then 75.0 %.\n", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"0\.0502 .*154 of 212", ended.Output);
        Assert.Matches(@"0\.0239 .*107 of 212", ended.Output);
        Assert.Contains("83.7 %", await File.ReadAllTextAsync(_folder["page.html"]), StringComparison.Ordinal);
        Studio.ShouldSay(await InProcess.EndAsync(line), ExitCode.Failed, "page.html: exists already; use --force to replace it.");
    }

    [Fact]
    public async Task Translation_OfTheLessonsPair_FindsBothFlips()
    {
        Write("pairs.csv", "english,back,occupation", ["She is a doctor. He is a nurse.,He is a doctor. She is a nurse.,care"]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", "translation", _folder["pairs.csv"], "--source", "english", "--target", "back"));
        Assert.StartsWith("2 of 2 gendered pronouns changed gender", cli.Output, StringComparison.Ordinal);
        Assert.Matches(@"care\s+female\s+male\s+1 of 1\s+100\.0 %~", cli.Output);
        Assert.Matches(@"male\s+female\s+1 of 1\s+100\.0 %~", cli.Output);
    }

    [Fact]
    public async Task Reweigh_OfATable_WritesTheWeights()
    {
        Write("train.csv", "label,gender", [.. Enumerable.Repeat("+,m", 4), "-,m", "+,f", "+,f", .. Enumerable.Repeat("-,f", 3)]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", "reweigh", _folder["train.csv"], "--attribute", "gender", "-o", _folder["weights.csv"]));
        Assert.Equal(["gender,label,rows,weight", "m,+,4,0.75", "f,+,2,1.5", "m,-,1,2", "f,-,3,0.6666666666666666"], await File.ReadAllLinesAsync(_folder["weights.csv"]));
    }

    [Fact]
    public async Task Calibrate_OfScores_WritesBothPredictionsAndSaysWhatItCost()
    {
        // Women who are torn between cooking and driving are all said to cook, men to drive; half of either should.
        Write("scores.csv", "image,label,gender,cook,drive", [.. Enumerable.Range(0, 400).Select(row =>
            FormattableString.Invariant($"{row}.jpg,{(row % 4 < 2 ? "cook" : "drive")},{(row % 2 == 0 ? "woman" : "man")},{(row % 2 == 0 ? 1 : -1) + row % 97 / 97.0},{row % 89 / 89.0}"))]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("audit", "calibrate", _folder["scores.csv"], "--attribute", "gender", "--ignore", "image", "-o", _folder["out.csv"]));
        Assert.Matches(@"Labels off by more than 0\.05\s+2 of 2\s+0 of 2", cli.Output);
        Assert.Contains("Accuracy changes by", cli.Output, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(_folder["out.csv"]);
        Assert.Equal((401, "row,gender,label,prediction,calibrated"), (lines.Length, lines[0]));
        Assert.NotEqual(lines[1..].Select(line => line.Split(',')[3]), lines[1..].Select(line => line.Split(',')[4]));
    }

    [Fact]
    public async Task Calibrate_WhereItCannot_SaysSoAndExitsWith1()
    {
        Write("scores.csv", "label,gender,a,b", ["a,man,100,0", .. Enumerable.Range(0, 20).Select(row => $"b,{(row % 2 == 0 ? "man" : "woman")},0,100")]);
        Write("train.csv", "label,gender", ["a,man", "a,woman", "b,man", "b,woman"]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(
            "audit", "calibrate", _folder["scores.csv"], "--attribute", "gender", "--train", _folder["train.csv"], "--iterations", "3", "--step", "0.001", "--json"));
        Assert.StartsWith("atelier: calibration did not converge in 3 iterations: a cannot be brought within the margin", cli.Error, StringComparison.Ordinal);
        Assert.False(JsonDocument.Parse(cli.Output).RootElement.GetProperty("converged").GetBoolean());
    }

    private async Task ShouldRefuse(string name, string problem)
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("audit", _folder[name], "--label", "verb", "--prediction", "said", "--attribute", "gender"));
        Assert.StartsWith($"atelier: {_folder[name]}: {problem}", cli.Error, StringComparison.Ordinal);
        Assert.Single(cli.Error.TrimEnd().Split('\n'));
        Assert.Empty(cli.Output);
    }

    // Of 600 who cook, 400 are women; of 600 who are said to, 500 are. Of 700 who drive, 390 are men; of 700 who are said to, 490 are.
    private void Biased(string name) => Write(name, "verb,said,gender", [
        .. Enumerable.Repeat("cook,cook,woman", 400), .. Enumerable.Repeat("cook,cook,man", 100), .. Enumerable.Repeat("cook,drive,man", 100),
        .. Enumerable.Repeat("drive,cook,woman", 100), .. Enumerable.Repeat("drive,drive,woman", 210), .. Enumerable.Repeat("drive,drive,man", 390), "cook,cook,"]);

    private void Write(string name, string header, string[] rows) => File.WriteAllText(_folder[name], $"{header}\n{string.Join('\n', rows)}\n");
}
