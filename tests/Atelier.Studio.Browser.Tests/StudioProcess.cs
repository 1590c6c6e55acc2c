using System.Diagnostics;
using System.Text.Json;

namespace Atelier.Studio.Browser.Tests;

/// <summary><c>atelier studio</c> in a process of its own, over a folder of data that outlives it.</summary>
public sealed class StudioProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private Process _process;

    private StudioProcess(Process process, string data, string url) => (_process, Data, Url) = (process, data, url);

    /// <summary>Where it keeps its things.</summary>
    public string Data { get; }

    /// <summary>Where its page is.</summary>
    public string Url { get; }

    /// <summary>Starts it on a free port, locked by a key where one is given, and waits until it listens.</summary>
    public static async Task<StudioProcess> StartAsync(string data, string? key = null)
    {
        var (process, url) = await StartAsync(data, "http://127.0.0.1:0", key);
        return new(process, data, url);
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        (_process, _) = await StartAsync(Data, Url, key: null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<(Process Process, string Url)> StartAsync(string data, string url, string? key)
    {
        var start = DotnetProcess.Start(Path.Combine(AppContext.BaseDirectory, "atelier.dll"), "studio", "--urls", url, "--data", data, "--json");
        start.Environment["ATELIER_API_KEY"] = key;
        var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(LongestStart);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (await process.StandardOutput.ReadLineAsync(timeout.Token) is not { } line)
            throw new InvalidOperationException($"The studio did not start: {await error}");
        using var json = JsonDocument.Parse(line);
        return (process, json.RootElement.GetProperty("url").GetString()!);
    }
}
