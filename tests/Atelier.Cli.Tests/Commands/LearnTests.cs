using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class LearnTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Learn_WritesAStyleAndASheet_WhichStylizePaintsWith()
    {
        var json = Studio.Json((await LearnAsync("mine.style", "--steps", "2", "--json")).ShouldExit(ExitCode.Done));
        Assert.Equal((studio["mine.style"], studio["mine.style.jpg"]), (json.GetProperty("output").GetString(), json.GetProperty("sheet").GetString()));
        Assert.Equal(["painting.png"], json.GetProperty("paintings").EnumerateArray().Select(name => name.GetString()));
        Assert.InRange(json.GetProperty("styleOpen").GetDouble(), 0.001, 100);
        Assert.True(ImageFile.ReadHeader(studio["mine.style.jpg"]).Width > 1000);
        Assert.False(Directory.Exists(studio["mine.style.learning"]));
        (await InProcess.EndAsync("stylize", studio.Photo, "--style", studio["mine.style"], "-o", studio["learned.png"], "--size", "96")).ShouldExit(ExitCode.Done);
        Assert.Equal((96, 72), studio.SizeOf("learned.png"));
        var refused = (await LearnAsync("mine.style", "--steps", "2")).ShouldExit(ExitCode.Failed);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        var both = (await InProcess.EndAsync("stylize", studio.Photo, studio.Painting, "--style", studio["mine.style"], "-o", studio["both.png"])).ShouldExit(ExitCode.WrongUsage);
        Assert.Contains("A style has its paintings", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_Stopped_KeepsWhatWasLearned_AndContinuesWithTheSameCommand()
    {
        using var process = AtelierProcess.Start(Command("long.style", "--steps", "900"));
        while (!Directory.Exists(studio["long.style.learning"]))
            await Task.Delay(20);
        process.Signal("INT");
        var ended = (await process.EndAsync()).ShouldExit(ExitCode.Stopped);
        Assert.Contains("run the same command to continue", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(studio["long.style"]));
        Assert.True(File.Exists(Path.Combine(studio["long.style.learning"], "run.txt")));
        var other = (await LearnAsync("long.style", "--steps", "2")).ShouldExit(ExitCode.Failed);
        Assert.Contains("holds something else than this run", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "--steps", "--steps", "0")]
    [InlineData(ExitCode.Failed, "does not exist", "--network", "nowhere.pth")]
    [InlineData(ExitCode.Failed, "nowhere", "--photos", "nowhere")]
    public async Task Learn_FromWhatIsNotThere_SaysSo(int code, string sentence, params string[] options)
    {
        var ended = (await LearnAsync("none.style", options)).ShouldExit(code);
        Assert.Contains(sentence, ended.ShouldShowNoStackTrace().Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("none.style", studio.Files());
    }

    private Task<AtelierProcess.Ended> LearnAsync(string output, params string[] options) => InProcess.EndAsync(Command(output, options));

    private string[] Command(string output, params string[] options) => ["learn", studio.Painting, "-o", studio[output], .. options];
}
