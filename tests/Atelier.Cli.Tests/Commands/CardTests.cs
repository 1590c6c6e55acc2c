using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class CardTests(Colors colors) : IClassFixture<Colors>
{
    [Fact]
    public async Task Train_AtItsEnd_LeavesADraft_AndCardFillsIn_WhatIsSaidAndAudited()
    {
        var draft = await File.ReadAllTextAsync($"{colors.Run}/model-card.md");
        Assert.Contains("## Intended use\n\n*Not stated by the author.*", draft, StringComparison.Ordinal);
        Assert.Contains("*Not audited.*", draft, StringComparison.Ordinal);
        Assert.Contains("![confusion](plots/confusion.png)", draft, StringComparison.Ordinal);
        Assert.Matches(@"\| missing \| 1\d \| \d", draft);
        Assert.DoesNotContain(Path.GetDirectoryName(colors.Run)!, draft, StringComparison.Ordinal);

        await Done("card", colors.Run, "--intended-use", "Telling shapes apart.", "--json");
        await Done("card", colors.Run, "--license", "MIT", "--resamples", "50");
        var card = await File.ReadAllTextAsync($"{colors.Run}/model-card.md");
        Assert.Contains("## Intended use\n\nTelling shapes apart.", card, StringComparison.Ordinal);
        Assert.Contains("Model: MIT", card, StringComparison.Ordinal);
        Assert.Matches(@"\| mean bias amplification \| -?0\.\d{4} \| ", card);
        var json = JsonDocument.Parse(await File.ReadAllTextAsync($"{colors.Run}/model-card.json")).RootElement;
        Assert.Equal("MIT", json.GetProperty("statements").GetProperty("license").GetString());
        Assert.Equal("color", json.GetProperty("audits")[0].GetProperty("attribute").GetString());
        Assert.Equal(60, json.GetProperty("results").GetProperty("groups").EnumerateArray().Where(group => group.GetProperty("kind").GetString() == "class").Sum(group => group.GetProperty("images").GetInt32()));
    }

    [Fact]
    public async Task Card_ChangedByHand_IsNotReplacedUnasked()
    {
        var run = Copy("edited");
        await File.AppendAllTextAsync($"{run}/model-card.md", "Mine.\n");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("card", run, "--license", "MIT"));
        Assert.Equal($"atelier: {Path.Combine(run, "model-card.md")}: was edited by hand; replace it (--force), or write another file (-o).\n", cli.Error);
        await Done("card", run, "--license", "MIT", "-o", colors["other.md"], "--best");
        Assert.Contains("`best.safetensors`", await File.ReadAllTextAsync(colors["other.md"]), StringComparison.Ordinal);
        Assert.True(File.Exists(colors["other.json"]));
        await Done("card", run, "--force");
        Assert.DoesNotContain("Mine.", await File.ReadAllTextAsync($"{run}/model-card.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithoutTheData_KeepsItsFigures()
    {
        var run = Copy("moved");
        var description = await File.ReadAllTextAsync($"{run}/run.json");
        await File.WriteAllTextAsync($"{run}/run.json", description.Replace(colors["set"], colors["gone"], StringComparison.Ordinal));
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("card", run, "--author", "Somebody"));
        Assert.EndsWith("The card keeps the figures it has.\n", cli.Error, StringComparison.Ordinal);
        var card = await File.ReadAllTextAsync($"{run}/model-card.md");
        Assert.Contains("| made by | Somebody |", card, StringComparison.Ordinal);
        Assert.Contains("| disc | 20 | ", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditRun_JudgesTheValidationImages_AndItsTableAuditsAlike()
    {
        var cli = await Done("audit", "run", colors.Run, "--predictions", colors["predictions.csv"], "--report", colors["report.html"], "--resamples", "50", "--json");
        var audit = JsonDocument.Parse(cli.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal(60, audit.GetProperty("rows").GetInt32() + audit.GetProperty("missingRows").GetInt32());
        Assert.True(audit.GetProperty("missingRows").GetInt32() > 0);
        Assert.True(audit.GetProperty("hasTraining").GetBoolean());
        Assert.StartsWith("image,label,prediction,color,disc,square,stripes", (await File.ReadAllLinesAsync(colors["predictions.csv"]))[0], StringComparison.Ordinal);
        Assert.Contains("By color", await File.ReadAllTextAsync(colors["report.html"]), StringComparison.Ordinal);
        var again = await Done("audit", colors["predictions.csv"], "--attribute", "color", "--resamples", "50", "--json");
        var same = JsonDocument.Parse(again.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal(audit.GetProperty("accuracy").GetProperty("value").GetDouble(), same.GetProperty("accuracy").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(audit.GetProperty("missingRows").GetInt32(), same.GetProperty("missingRows").GetInt32());
    }

    [Fact]
    public async Task AuditRun_OnOtherImages_TakesAllOfThem()
    {
        ShapesData.Write(colors["others"], perClass: 10, seed: 5);
        Colors.Write(colors["others.csv"], perClass: 10);
        var cli = await Done("audit", "run", colors.Run, colors["others"], "--attributes", colors["others.csv"], "--resamples", "50", "--json");
        var audit = JsonDocument.Parse(cli.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal((24, 6, false), (audit.GetProperty("rows").GetInt32(), audit.GetProperty("missingRows").GetInt32(), audit.GetProperty("hasTraining").GetBoolean()));
    }

    [Fact]
    public async Task AuditRun_AboveTheLimit_Fails()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("audit", "run", colors.Run, "--resamples", "50", "--fail-above", "-1"));
        Assert.Matches(@"atelier: the mean amplification by color, -?0\.\d+, is above the limit of -1\.\n$", cli.Error);
    }

    [Fact]
    public async Task AuditRun_WithoutAnAttribute_IsOneSentence()
    {
        ShapesData.Write(colors["plain"], perClass: 4);
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync("audit", "run", colors.Run, colors["plain"]));
        Assert.StartsWith("atelier: An audit compares groups: name the file with the images' attributes (--attributes).\n", cli.Error, StringComparison.Ordinal);
    }

    private static async Task<InProcess> Done(params string[] args)
    {
        var cli = new InProcess();
        Assert.True(await cli.RunAsync(args) == ExitCode.Done, cli.Error);
        return cli;
    }

    private string Copy(string name)
    {
        foreach (var file in Directory.GetFiles(colors.Run, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(colors[name], Path.GetRelativePath(colors.Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return colors[name];
    }
}
