using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Atelier.Studio.Tests;

/// <summary><c>atelier studio</c> in a process of its own, as a user starts it.</summary>
internal sealed class StudioProcess : IDisposable
{
    private readonly Process _process;

    private StudioProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts it on a free port, and waits until it listens.</summary>
    public static async Task<StudioProcess> StartAsync(string data, params string[] args)
    {
        var process = Start(["--urls", "http://127.0.0.1:0", "--data", data, "--json", .. args]);
        var studio = new StudioProcess(process);
        var line = await process.StandardOutput.ReadLineAsync();
        if (line is null)
            Assert.Fail(await process.StandardError.ReadToEndAsync());
        studio.Url = new Uri(JsonNode.Parse(line)!["url"]!.GetValue<string>());
        return studio;
    }

    /// <summary>Runs it where it is expected to refuse.</summary>
    public static async Task<(int ExitCode, string Error)> RefuseAsync(params string[] args)
    {
        using var process = Start(args);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    /// <summary>Sends a signal: <c>INT</c> is what Ctrl-C sends.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, which must come within a time.</summary>
    public async Task<int> EndAsync(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static Process Start(string[] args)
    {
        // The test's own folder holds the program too, as it references it.
        var start = DotnetProcess.Start(Path.Combine(AppContext.BaseDirectory, "atelier.dll"), ["studio", "--no-browser", .. args]);
        start.Environment.Remove("ATELIER_API_KEY");
        return Process.Start(start)!;
    }
}
