using System.Diagnostics;

namespace Atelier.Cli.Tests;

/// <summary>What must not be lost, whatever happens around the work.</summary>
public sealed class StylizeLossTests(Studio studio) : IClassFixture<Studio>
{
    [Theory]
    [InlineData("same.png", "is both --checkpoint and --output", "--checkpoint", "same.png")]
    [InlineData("own.png", "is both --network and --checkpoint", "--checkpoint", "network.safetensors")]
    [InlineData("photo.png", "is both the content and --output", "--force")]
    [InlineData("painting.png", "is both the style and --output", "--force")]
    [InlineData("late.png", "is both --start and --checkpoint", "--start", "painting2.png", "--checkpoint", "painting2.png")]
    [InlineData("roles.png", "is both the content and --checkpoint", "--checkpoint", "photo.png")]
    public async Task Stylize_WithOnePathInTwoRoles_IsRefusedBeforeAnyWork(string output, string expected, params string[] options)
    {
        var before = studio.Bytes("photo.png");
        string[] resolved = [.. options.Select(option => option.StartsWith('-') ? option : studio[option])];
        var ended = (await studio.StylizeAsync(output, resolved)).ShouldExit(ExitCode.WrongUsage);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, studio.Bytes("photo.png"));
    }

    [Fact]
    public async Task Stylize_OfAPictureNamedAsItsOwnPreview_IsRefused()
    {
        File.Copy(studio.Photo, studio["walk.0010.png"]);
        var ended = await InProcess.EndAsync(
            "stylize", studio["walk.0010.png"], studio.Painting, "-o", studio["walk.png"], "--network", studio.Network, "--size", "64", "--save-every", "10", "--force");
        Assert.Contains("walk.0010.png: is both the content and --save-every", ended.ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylize_WhenTheOutputAppearsMeanwhile_KeepsBoth()
    {
        using var process = AtelierProcess.Start(studio.Stylize("late.png", ["--evaluations", "60", "--save-every", "1"]));
        for (var wait = Stopwatch.StartNew(); Directory.GetFiles(Path.GetDirectoryName(studio.Photo)!, "late.*.png") is [] && wait.Elapsed < TimeSpan.FromMinutes(1);)
            await Task.Delay(20);
        await File.WriteAllTextAsync(studio["late.png"], "precious");
        var ended = (await process.EndAsync()).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Equal("precious", await File.ReadAllTextAsync(studio["late.png"]));
        Assert.Contains($"late.png: appeared while the work was under way, and is kept. The picture is in {studio["late-2.png"]}.", ended.Error, StringComparison.Ordinal);
        Assert.Equal((64, 48), studio.SizeOf("late-2.png"));
    }

    [Fact]
    public async Task Stylize_WhenTheCheckpointCannotBeKept_SaysSoOnceAndPaints()
    {
        // Saving finds a folder in the file's place.
        using var process = AtelierProcess.Start(studio.Stylize("kept.png", ["--evaluations", "60", "--save-every", "1", "--checkpoint", studio["keep/run"]]));
        for (var wait = Stopwatch.StartNew(); !File.Exists(studio["keep/run"]) && wait.Elapsed < TimeSpan.FromMinutes(1);)
            await Task.Delay(5);
        for (var wait = Stopwatch.StartNew(); !Directory.Exists(studio["keep/run"]) && wait.Elapsed < TimeSpan.FromMinutes(1);)
            Try(() => { File.Delete(studio["keep/run"]); Directory.CreateDirectory(studio["keep/run"]); });
        var ended = (await process.EndAsync()).ShouldExit(ExitCode.Done).ShouldShowNoStackTrace();
        Assert.Single(ended.Error.Split('\n'), line => line.Contains("The checkpoint could not be kept, and the work goes on", StringComparison.Ordinal));
        Assert.Equal((64, 48), studio.SizeOf("kept.png"));
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData(">&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task Stylize_WithItsStreamsClosedOrFull_PaintsAllTheSame(string streams)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a shell and /dev/full");
        var name = $"streams{streams.GetHashCode(StringComparison.Ordinal)}.png";
        var start = new ProcessStartInfo("bash", ["-c", $"exec \"$@\" {streams}", "-", "dotnet", Path.Combine(AppContext.BaseDirectory, "atelier.dll"), .. studio.Stylize(name, ["--evaluations", "3"])]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(ExitCode.Done, process.ExitCode);
        Assert.Equal((64, 48), studio.SizeOf(name));
    }

    [Fact]
    public async Task Stylize_WhenTheTerminalIsClosed_KeepsTheBestPictureAndTheCheckpoint()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send");
        using var process = AtelierProcess.Start(studio.Stylize("hung.png", ["--evaluations", "100000", "--save-every", "1", "--checkpoint", studio["hung.run"]]));
        for (var wait = Stopwatch.StartNew(); !File.Exists(studio["hung.run"]) && wait.Elapsed < TimeSpan.FromMinutes(1);)
            await Task.Delay(20);
        process.Signal("HUP");
        (await process.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace();
        Assert.True(File.Exists(studio["hung.run"]));
        Assert.Equal((64, 48), studio.SizeOf("hung.png"));
    }

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The program renamed another file into place in between.
        }
    }
}
