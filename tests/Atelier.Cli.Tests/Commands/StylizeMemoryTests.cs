namespace Atelier.Cli.Tests;

public sealed class StylizeMemoryTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Stylize_WithPlan_SaysHowAndPaintsNothing()
    {
        var ended = (await InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, "--size", "1024", "--plan", "--json"])).ShouldExit(ExitCode.Done);
        var json = Studio.Json(ended);
        var levels = json.GetProperty("levels").EnumerateArray().ToList();
        Assert.Equal([64, 128, 256, 512, 1024], levels.Select(level => level.GetProperty("width").GetInt32()));
        Assert.All(levels, level => Assert.Equal(1, level.GetProperty("tiles").GetInt32()));
        Assert.InRange(json.GetProperty("peakMemory").GetInt64(), 500L << 20, 4L << 30);
        var text = (await InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, "--size", "1024", "--plan"])).ShouldExit(ExitCode.Done).Output;
        Assert.Contains("1024x768 in one piece, with about ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylize_WithoutOutput_IsRefused()
    {
        var ended = (await InProcess.EndAsync(["stylize", studio.Photo, studio.Painting])).ShouldExit(ExitCode.WrongUsage);
        Assert.StartsWith("atelier: Option '--output' is required.", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6")]
    [InlineData("lots")]
    [InlineData("-6G")]
    [InlineData("1e9G")]
    [InlineData("1,5G")]
    [InlineData("GiB")]
    public async Task Stylize_WithAMemoryThatIsNone_IsRefused(string size)
    {
        var ended = (await InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, "-o", studio["none.png"], "--max-memory", size])).ShouldExit(ExitCode.WrongUsage);
        Assert.StartsWith($"atelier: --max-memory takes a size of at least 64.0 MiB, as 6G or 800M, not '{size}'.", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6G", 6L << 30)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("800M", 800L << 20)]
    [InlineData("800MiB", 800L << 20)]
    [InlineData("2TB", 2L << 40)]
    [InlineData("512k", 512L << 10)]
    [InlineData("4096", 4096)]
    public void ByteSize_OfText_IsItsBytes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Fact]
    public async Task Stylize_BeyondTheMemory_IsRefusedBeforeTheFirstEvaluation()
    {
        var ended = (await InProcess.EndAsync(
            ["stylize", studio.Photo, studio.Painting, "-o", studio["huge.png"], "--size", "20000", "--max-memory", "3G"])).ShouldExit(ExitCode.Failed);
        Assert.Matches(@"^atelier: 20000x15000 pixels take at least [\d.]+ GiB of memory, and 3\.0 GiB may be used: .*\n$", ended.Error);
        Assert.False(File.Exists(studio["huge.png"]));
    }

    [Theory]
    [InlineData("--size", "256")]
    [InlineData("--size", "512", "--style-scale", "2")]
    [InlineData("--size", "1024", "--max-memory", "600M")]
    public async Task Stylize_TakesTheMemoryThatItForetells(params string[] options)
    {
        string[] command = ["stylize", studio.Photo, studio.Painting, "-o", studio["foretold.png"], "--force", "--evaluations", "6", "--json"];
        var json = Studio.Json((await AtelierProcess.RunAsync([.. command, .. options])).ShouldExit(ExitCode.Done));
        var (foretold, taken) = (json.GetProperty("forecastMemory").GetInt64(), json.GetProperty("peakMemory").GetInt64());
        Assert.InRange(foretold, 0.85 * taken, 1.15 * taken);
    }
}
