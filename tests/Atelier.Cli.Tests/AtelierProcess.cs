using System.Diagnostics;
using System.Globalization;

namespace Atelier.Cli.Tests;

/// <summary>The real program in a process of its own, as a user starts it.</summary>
internal sealed class AtelierProcess : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly Task<string> _output;

    private AtelierProcess(string program, string[] args, IReadOnlyDictionary<string, string> environment)
    {
        // The test's own folder holds the programs too, as it references them.
        var start = DotnetProcess.Start(Path.Combine(AppContext.BaseDirectory, program), args);
        start.RedirectStandardInput = true;
        start.Environment.Remove("ATELIER_DEBUG");
        start.Environment.Remove("ATELIER_LIBTORCH");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Runs to the end.</summary>
    public static Task<Ended> RunAsync(params string[] args) => RunAsync(new Dictionary<string, string>(), args);

    /// <summary>Runs a copy of the program to the end.</summary>
    public static Task<Ended> RunCopyAsync(string program, params string[] args) => RunCopyAsync(program, new Dictionary<string, string>(), args);

    /// <summary>Runs a copy of the program to the end, with environment variables set.</summary>
    public static async Task<Ended> RunCopyAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        using var process = new AtelierProcess(program, args, environment);
        return await process.EndAsync();
    }

    /// <summary>Runs to the end, with environment variables set.</summary>
    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        using var process = new AtelierProcess("atelier.dll", args, environment);
        return await process.EndAsync();
    }

    /// <summary>Starts, for a test that meddles with the running program.</summary>
    public static AtelierProcess Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    /// <summary>As <see cref="Start(string[])"/>, with environment variables set.</summary>
    public static AtelierProcess Start(IReadOnlyDictionary<string, string> environment, params string[] args) => new("atelier.dll", args, environment);

    /// <summary>Starts the commands of Atelier.Cli.Probe, which do nothing for as long as a test wants.</summary>
    public static AtelierProcess StartProbe(params string[] args) => new("Atelier.Cli.Probe.dll", args, new Dictionary<string, string>());

    /// <summary>Waits until the program has written a line to standard error.</summary>
    public async Task<string?> ReadErrorLineAsync() => await _process.StandardError.ReadLineAsync();

    /// <summary>Whether the program is gone.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What the program holds of memory (VmRSS); null where it is gone, or the system has no <c>/proc</c>.</summary>
    public double? ResidentMebibytes()
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Sends a signal: <c>INT</c> is what Ctrl-C sends.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end; a run of more than five minutes is killed and fails the test.</summary>
    public async Task<Ended> EndAsync()
    {
        using var timeout = new CancellationTokenSource(LongestRun);
        var error = await _process.StandardError.ReadToEndAsync(timeout.Token);
        await _process.WaitForExitAsync(timeout.Token);
        return new Ended(_process.ExitCode, await _output, error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>What a run left.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        /// <summary>Asserts the exit code, and shows what the program said where it is another.</summary>
        public Ended ShouldExit(int code)
        {
            Assert.True(ExitCode == code, $"Exit code {ExitCode}, expected {code}.\n{Output}\n{Error}");
            return this;
        }

        /// <summary>Asserts that no stack trace was shown.</summary>
        public Ended ShouldShowNoStackTrace()
        {
            Assert.DoesNotMatch(@"(?m)^\s+at \S+\(", Output + Error);
            return this;
        }
    }
}
