using System.Diagnostics;

namespace Atelier.Jobs.Tests;

/// <summary>A PostgreSQL of the test's own: Debian's package, started as an unprivileged user on a socket in a temporary folder.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string User = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly Process _server;

    private PostgresServer(string folder, Process server) => (_folder, _server) = (folder, server);

    /// <summary>For <c>--database</c>.</summary>
    public string Connection => $"Host={_folder};Database=postgres;Username=studio";

    /// <summary>The folder of the newest version's programs; null where the package is absent.</summary>
    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        Assert.SkipWhen(Programs is null, "needs PostgreSQL: install Debian's package postgresql");
        // The path of a socket must be short.
        var folder = Directory.CreateTempSubdirectory("pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync(Process.Start("chown", [User, folder]));
        await RunAsync(Start(Path.Combine(Programs, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "studio", "-A", "trust", "--no-sync"));
        var server = Start(Path.Combine(Programs, "postgres"), "-D", Path.Combine(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off");
        using var timeout = new CancellationTokenSource(Patience);
        while (!IsReady(Path.Combine(folder, "data", "postmaster.pid")))
        {
            Assert.False(server.HasExited, "PostgreSQL did not start.");
            await Task.Delay(50, timeout.Token);
        }
        return new(folder, server);
    }

    // The last line of that file says how far the start is.
    private static bool IsReady(string path) => File.Exists(path) && File.ReadLines(path).LastOrDefault()?.Trim() == "ready";

    public void Dispose()
    {
        // SIGINT: it ends its sessions and then itself.
        using (var kill = Process.Start("kill", ["-INT", $"{_server.Id}"]))
            kill.WaitForExit();
        _server.WaitForExit();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // PostgreSQL refuses to run as root.
    private static Process Start(string program, params string[] args)
    {
        string[] line = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", program, .. args]
            : [program, .. args];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
