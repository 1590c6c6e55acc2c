using System.Globalization;
using System.Text.Json;
using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class PlotLearningRateTests : IDisposable
{
    private const string Sgdr = "sgdr(lr=1e-2,cycles=2,len=1,mult=2)";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task PlotLr_OfText_WritesAPictureAndSaysWhat()
    {
        var ended = await AtelierProcess.RunAsync("plot-lr", Sgdr, "--batches-per-epoch", "40", "-o", _folder["a.png"]);
        Assert.Equal($"{_folder["a.png"]}: 3 phases, 120 batches.\n", ended.ShouldExit(ExitCode.Done).Output);
        Assert.Empty(ended.Error);
        using var picture = ImageFile.Read(_folder["a.png"]);
        Assert.Equal([1, 3, 800, 2400], picture.shape);
    }

    [Fact]
    public async Task PlotLr_WithoutMomentumAndText_DrawsOnePanelWithout()
    {
        (await InProcess.EndAsync("plot-lr", Sgdr, "-o", _folder["a.svg"], "--no-momentum", "--no-text")).ShouldExit(ExitCode.Done);
        var svg = await File.ReadAllTextAsync(_folder["a.svg"]);
        Assert.DoesNotContain("Momentum", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("SGD", svg, StringComparison.Ordinal);
        Assert.Contains("Learning rate", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlotLr_Json_HasEachBatch()
    {
        var json = Studio.Json((await InProcess.EndAsync("plot-lr", Sgdr, "--batches-per-epoch", "40", "--json")).ShouldExit(ExitCode.Done));
        double[] rates = [.. json.GetProperty("learningRates").EnumerateArray().Select(rate => rate.GetDouble())];
        Assert.Equal(120, rates.Length);
        Assert.Equal([1e-4, 1e-4, 1e-2], rates[..3]);
        Assert.Equal(5e-3, rates[2 + 19], 1e-12);
        Assert.All(json.GetProperty("momentums").EnumerateArray(), momentum => Assert.Equal(0.9, momentum.GetDouble()));
        Assert.Equal([0, 2, 40], json.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("first").GetInt32()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("picture").ValueKind);
    }

    [Fact]
    public async Task PlotLr_OfAFileAsCsv_HasTheSameNumbers()
    {
        await File.WriteAllTextAsync(_folder["recipe.json"], """{"phases":[{"epochs":2,"learningRate":{"start":0.1,"end":0.3},"learningRateDecay":"linear","momentum":0.8}]}""");
        var ended = await InProcess.EndAsync("plot-lr", _folder["recipe.json"], "--batches-per-epoch", "2", "--csv", _folder["a.csv"]);
        Assert.Equal($"{_folder["a.csv"]}: 1 phase, 4 batches.\n", ended.ShouldExit(ExitCode.Done).Output);
        string[] lines = await File.ReadAllLinesAsync(_folder["a.csv"]);
        Assert.Equal("batch,learning_rate,momentum", lines[0]);
        Assert.Equal([0.1, 0.15, 0.2, 0.25], lines[1..].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).Select(rate => Math.Round(rate, 12)));
        Assert.Equal("3,0.25,0.8", lines[4]);
    }

    [Fact]
    public async Task PlotLr_OntoAnExistingFile_NeedsForce()
    {
        await File.WriteAllTextAsync(_folder["a.png"], "mine");
        Studio.ShouldSay(await InProcess.EndAsync("plot-lr", Sgdr, "-o", _folder["a.png"]), ExitCode.Failed, "a.png: exists already; use --force to replace it.");
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["a.png"]));
        (await InProcess.EndAsync("plot-lr", Sgdr, "-o", _folder["a.png"], "--force")).ShouldExit(ExitCode.Done);
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "write 'cycles'", "sgdr(lr=1e-2,cycels=2)")]
    [InlineData(ExitCode.WrongUsage, "must end in .png or .svg, not 'a.gif'", "constant(lr=1)", "-o", "a.gif")]
    [InlineData(ExitCode.WrongUsage, "too many to preview", "constant(lr=1,len=1000)", "--batches-per-epoch", "100000")]
    [InlineData(ExitCode.WrongUsage, "at most 1000000000 can be trained", "constant(lr=1,len=1e6)", "--batches-per-epoch", "100000")]
    [InlineData(ExitCode.WrongUsage, "--batches-per-epoch takes a whole number from 1 to 1000000, not '0'", "constant(lr=1)", "--batches-per-epoch", "0")]
    [InlineData(ExitCode.Failed, "none.json: cannot be read", "none.json")]
    public async Task PlotLr_OfAMistake_SaysOneSentence(int code, string expected, params string[] line) =>
        Studio.ShouldSay(await InProcess.EndAsync(["plot-lr", .. line]), code, expected);

    [Fact]
    public async Task PlotLr_OfADamagedFile_NamesItAndTheLine()
    {
        await File.WriteAllTextAsync(_folder["recipe.json"], "{\n\"phases\": [,");
        Studio.ShouldSay(await InProcess.EndAsync("plot-lr", _folder["recipe.json"], "-o", _folder["a.png"]), ExitCode.Failed, "recipe.json, line 2: is not valid JSON");
        Assert.False(File.Exists(_folder["a.png"]));
    }

    public void Dispose() => _folder.Dispose();
}
