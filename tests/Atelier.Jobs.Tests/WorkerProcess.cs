using System.Diagnostics;

namespace Atelier.Jobs.Tests;

/// <summary><c>atelier worker</c> in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Starts it on a data folder; with one thread where others share the queue.</summary>
    public static WorkerProcess Start(string data, string? database = null)
    {
        string[] shared = database is null ? [] : ["--database", database, "--threads", "1"];
        var process = Process.Start(DotnetProcess.Start(Path.Combine(AppContext.BaseDirectory, "atelier.dll"), ["worker", "--data", data, .. shared]))!;
        // Nobody reads what it says; a full pipe would stop it.
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new(process);
    }

    /// <summary>What the process holds of memory.</summary>
    public double ResidentMebibytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1024.0 / 1024;
    }

    /// <summary>SIGKILL: nothing of it runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
