using System.Diagnostics;

namespace Atelier.Cli.Tests;

/// <summary>Pictures through pipes.</summary>
public sealed class StylizePipeTests(Studio studio) : IClassFixture<Studio>
{
    [Theory]
    [InlineData("cat \"$P\" | \"$@\" stylize - \"$S\" -o - > \"$O\"", "--format", "jpeg")]
    [InlineData("\"$@\" stylize <(cat \"$P\") \"$S\" -o \"$O\"")]
    [InlineData("cat \"$P\" | \"$@\" stylize /dev/stdin \"$S\" -o \"$O\"")]
    public async Task Stylize_ThroughPipes_PaintsTheSamePicture(string script, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        var (expected, output) = (studio[$"expected-{Guid.NewGuid():N}.jpg"], studio[$"piped-{Guid.NewGuid():N}.jpg"]);
        string[] common = ["--network", studio.Network, "--size", "64", "--evaluations", "3"];
        (await AtelierProcess.RunAsync(["stylize", studio.Photo, studio.Painting, "-o", expected, .. common])).ShouldExit(ExitCode.Done);
        var start = new ProcessStartInfo("bash", ["-c", $"set -o pipefail; {script} {string.Join(' ', [.. common, .. options])}", "-", "dotnet", Path.Combine(AppContext.BaseDirectory, "atelier.dll")])
        {
            Environment = { ["P"] = studio.Photo, ["S"] = studio.Painting, ["O"] = output },
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == ExitCode.Done, said);
        Assert.Equal(await File.ReadAllBytesAsync(expected), await File.ReadAllBytesAsync(output));
    }

    [Theory]
    [InlineData("Standard input, -, brings one picture: name files for the others.", "stylize", "-", "-", "-o", "x.png")]
    [InlineData("Standard output holds the picture or, with --json, the result: name a file for one of them.", "stylize", "PHOTO", "PHOTO", "-o", "-", "--json")]
    [InlineData("Pictures on the way need a name beside the output's: name a file, or leave out --save-every.", "stylize", "PHOTO", "PHOTO", "-o", "-", "--save-every", "5")]
    [InlineData("--csv takes a file's name, not -.", "plot-lr", "one_cycle(lr=1e-2,len=1)", "--csv", "-")]
    public async Task Dash_WhereItHasNoMeaning_IsRefused(string expected, params string[] args)
    {
        var ended = (await InProcess.EndAsync([.. args.Select(arg => arg == "PHOTO" ? studio.Photo : arg)])).ShouldExit(ExitCode.WrongUsage);
        Assert.StartsWith($"atelier: {expected}\n", ended.Error, StringComparison.Ordinal);
    }
}
