using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Testing;

namespace Atelier.Chaos;

/// <summary>The program in a process of its own.</summary>
internal sealed class Running : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _error;

    private Running(Process process)
    {
        _process = process;
        _error = ReadAsync(process.StandardError);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts <c>atelier</c>.</summary>
    public static Running Start(Surroundings surroundings, params string[] args)
    {
        var start = DotnetProcess.Start(Path.Combine(AppContext.BaseDirectory, "atelier.dll"), args);
        foreach (var (name, value) in surroundings.Environment)
            start.Environment[name] = value;
        start.Environment["ATELIER_API_KEY"] = "";
        return new(Process.Start(start)!);
    }

    /// <summary>A text of the JSON object that is the first line of standard output.</summary>
    public async Task<string> FirstAsync(string key) =>
        JsonNode.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await _error))![key]!.GetValue<string>();

    /// <summary>Sends a signal, if there is still somebody to receive it.</summary>
    public void Signal(string name) => Tool.Run("kill", $"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Closes our end of standard error: the process writes into nothing.</summary>
    public void CloseError() => _process.StandardError.BaseStream.Dispose();

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and what was said; null where it hangs.</returns>
    public async Task<(int ExitCode, string Error)?> EndAsync()
    {
        using var late = new CancellationTokenSource(Longest);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            return (_process.ExitCode, await _error);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return "";   // closed on purpose
        }
    }
}
