using System.Text.Json;
using Atelier.Cli.Terminal;

namespace Atelier.Cli.Tests.Commands;

public sealed class CardTests(Colours colours) : IClassFixture<Colours>
{
    [Fact]
    public async Task Train_AtItsEnd_LeavesADraft_AndCardFillsIn_WhatIsSaidAndAudited()
    {
        var draft = await File.ReadAllTextAsync($"{colours.Run}/model-card.md");
        Assert.Contains("## Intended use\n\n*Not stated by the author.*", draft, StringComparison.Ordinal);
        Assert.Contains("*Not audited.*", draft, StringComparison.Ordinal);
        Assert.Contains("![confusion](plots/confusion.png)", draft, StringComparison.Ordinal);
        Assert.Matches(@"\| missing \| 1\d \| \d", draft);
        Assert.DoesNotContain(Path.GetDirectoryName(colours.Run)!, draft, StringComparison.Ordinal);

        await Done("card", colours.Run, "--intended-use", "Telling shapes apart.", "--json");
        await Done("card", colours.Run, "--licence", "MIT", "--resamples", "50");
        var card = await File.ReadAllTextAsync($"{colours.Run}/model-card.md");
        Assert.Contains("## Intended use\n\nTelling shapes apart.", card, StringComparison.Ordinal);
        Assert.Contains("Of the model: MIT", card, StringComparison.Ordinal);
        Assert.Matches(@"\| mean bias amplification \| -?0\.\d{4} \| ", card);
        var json = JsonDocument.Parse(await File.ReadAllTextAsync($"{colours.Run}/model-card.json")).RootElement;
        Assert.Equal("MIT", json.GetProperty("statements").GetProperty("licence").GetString());
        Assert.Equal("colour", json.GetProperty("audits")[0].GetProperty("attribute").GetString());
        Assert.Equal(60, json.GetProperty("results").GetProperty("groups").EnumerateArray().Where(group => group.GetProperty("kind").GetString() == "class").Sum(group => group.GetProperty("images").GetInt32()));
    }

    [Fact]
    public async Task Card_ChangedByHand_IsNotReplacedUnasked()
    {
        var run = Copy("edited");
        await File.AppendAllTextAsync($"{run}/model-card.md", "Mine.\n");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("card", run, "--licence", "MIT"));
        Assert.Equal($"atelier: {Path.Combine(run, "model-card.md")}: was changed by hand; use --force to replace it, or -o to write another.\n", cli.Error);
        await Done("card", run, "--licence", "MIT", "-o", colours["other.md"], "--best");
        Assert.Contains("`best.safetensors`", await File.ReadAllTextAsync(colours["other.md"]), StringComparison.Ordinal);
        Assert.True(File.Exists(colours["other.json"]));
        await Done("card", run, "--force");
        Assert.DoesNotContain("Mine.", await File.ReadAllTextAsync($"{run}/model-card.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithoutTheData_KeepsItsFigures()
    {
        var run = Copy("moved");
        var description = await File.ReadAllTextAsync($"{run}/run.json");
        await File.WriteAllTextAsync($"{run}/run.json", description.Replace(colours["set"], colours["gone"], StringComparison.Ordinal));
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("card", run, "--author", "Somebody"));
        Assert.EndsWith("The card keeps the figures that it has.\n", cli.Error, StringComparison.Ordinal);
        var card = await File.ReadAllTextAsync($"{run}/model-card.md");
        Assert.Contains("| made by | Somebody |", card, StringComparison.Ordinal);
        Assert.Contains("| disc | 20 | ", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditRun_JudgesTheValidationImages_AndItsTableAuditsAlike()
    {
        var cli = await Done("audit", "run", colours.Run, "--predictions", colours["predictions.csv"], "--report", colours["report.html"], "--resamples", "50", "--json");
        var audit = JsonDocument.Parse(cli.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal(60, audit.GetProperty("rows").GetInt32() + audit.GetProperty("missingRows").GetInt32());
        Assert.True(audit.GetProperty("missingRows").GetInt32() > 0);
        Assert.True(audit.GetProperty("hasTraining").GetBoolean());
        Assert.StartsWith("image,label,prediction,colour,disc,square,stripes", (await File.ReadAllLinesAsync(colours["predictions.csv"]))[0], StringComparison.Ordinal);
        Assert.Contains("By colour", await File.ReadAllTextAsync(colours["report.html"]), StringComparison.Ordinal);
        var again = await Done("audit", colours["predictions.csv"], "--attribute", "colour", "--resamples", "50", "--json");
        var same = JsonDocument.Parse(again.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal(audit.GetProperty("accuracy").GetProperty("value").GetDouble(), same.GetProperty("accuracy").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(audit.GetProperty("missingRows").GetInt32(), same.GetProperty("missingRows").GetInt32());
    }

    [Fact]
    public async Task AuditRun_OnOtherImages_TakesAllOfThem()
    {
        ShapesData.Write(colours["others"], perClass: 10, seed: 5);
        Colours.Write(colours["others.csv"], perClass: 10);
        var cli = await Done("audit", "run", colours.Run, colours["others"], "--attributes", colours["others.csv"], "--resamples", "50", "--json");
        var audit = JsonDocument.Parse(cli.Output).RootElement.GetProperty("attributes")[0];
        Assert.Equal((24, 6, false), (audit.GetProperty("rows").GetInt32(), audit.GetProperty("missingRows").GetInt32(), audit.GetProperty("hasTraining").GetBoolean()));
    }

    [Fact]
    public async Task AuditRun_AboveTheLimit_Fails()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("audit", "run", colours.Run, "--resamples", "50", "--fail-above", "-1"));
        Assert.Matches(@"atelier: the mean amplification by colour, -?0\.\d+, is above the limit of -1\.\n$", cli.Error);
    }

    [Fact]
    public async Task AuditRun_WithoutAnAttribute_IsOneSentence()
    {
        ShapesData.Write(colours["plain"], perClass: 4);
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync("audit", "run", colours.Run, colours["plain"]));
        Assert.StartsWith("atelier: An audit compares groups: name the file with the images' attribute by --attributes.\n", cli.Error, StringComparison.Ordinal);
    }

    private static async Task<InProcess> Done(params string[] args)
    {
        var cli = new InProcess();
        Assert.True(await cli.RunAsync(args) == ExitCode.Done, cli.Error);
        return cli;
    }

    private string Copy(string name)
    {
        foreach (var file in Directory.GetFiles(colours.Run, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(colours[name], Path.GetRelativePath(colours.Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return colours[name];
    }
}
