using Atelier.Jobs;

namespace Atelier.Cli;

/// <summary><c>atelier worker --database ...</c>: runs a studio's jobs without a web server, as many processes as there are machines.</summary>
internal sealed class WorkerCommand : AtelierCommand
{
    private readonly WorkerOptions _workers = new();

    /// <param name="streams">Where to write.</param>
    public WorkerCommand(Streams streams)
        : base(streams, "worker", "Run the jobs of a studio that uses PostgreSQL, beside its server or on another machine.",
            "atelier worker --data /srv/studio --database \"Host=db;Database=studio;Username=studio;Password=...\"")
    {
        Add(_workers);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var options = Invocation.Build(() => _workers.Read(call));
        await using var host = await JobHost.OpenAsync(options, stop);
        host.StartWorkers();
        call.Say($"Working for the studio in {options.DataFolder}; Ctrl-C stops, and the next worker continues what is running.");
        await Task.Delay(Timeout.Infinite, stop);
        return ExitCode.Done;
    }
}
