using System.Diagnostics;

namespace Atelier.Studio.Tests;

/// <summary>What docs/studio.md says runs.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public async Task Examples_RunAsTheyStand()
    {
        Assert.SkipUnless(IsInstalled("curl") && IsInstalled("jq"), "needs curl and jq");
        await using var studio = await Studio.StartAsync();
        using var folder = new TemporaryFolder();
        File.Copy(Checkout.Path("samples", "pictures", "town.jpg"), folder["photo.jpg"]);
        File.Copy(Checkout.Path("samples", "pictures", "swirls.jpg"), folder["painting.jpg"]);

        var page = await File.ReadAllTextAsync(Checkout.Path("docs", "studio.md"));
        var blocks = page.Split("```").Where(part => part.StartsWith("sh\n", StringComparison.Ordinal)).Select(part => part[3..]).ToArray();
        Assert.Equal(3, blocks.Length);
        var script = string.Concat(blocks).Replace("http://127.0.0.1:5114", studio.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var (code, output, error) = await RunAsync("bash", ["-euo", "pipefail", "-c", script], folder[""]);
        Assert.True(code == 0, $"Exit code {code}:\n{output}\n{error}");
        Assert.Contains("event: job", output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"finished\"", output, StringComparison.Ordinal);
        Assert.Contains("There is no such job", output, StringComparison.Ordinal);
        Assert.Contains("size takes a whole number from 32 to 4096", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["result.png"]).Length > 10_000);
        Assert.True(new FileInfo(folder["result.webp"]).Length > 1_000);
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] args, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
