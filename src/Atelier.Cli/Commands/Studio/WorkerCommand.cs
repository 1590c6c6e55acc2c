using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Jobs;

namespace Atelier.Cli.Commands.Studio;

/// <summary><c>atelier worker --database ...</c>: runs a studio's jobs without a web server, as many processes as there are machines.</summary>
internal sealed class WorkerCommand : AtelierCommand
{
    private static readonly WorkshopOptions s_defaults = new();

    private readonly Option<string> _data = new("--data")
    {
        Description = "The studio's data folder, which all its processes share.",
        HelpName = "folder",
        DefaultValueFactory = _ => s_defaults.DataFolder,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "The studio's PostgreSQL, as Host=...;Database=...;Username=... [default: SQLite in the data folder].",
        HelpName = "connection",
    };

    private readonly Option<int> _workers = Terminal.Options.Number("--workers", "Jobs to run at once.", s_defaults.Workers, least: 1, most: 64);
    private readonly Option<string> _device = Terminal.Options.Choice("--device", "What to compute on.", "cpu", "cpu", "cuda");
    private readonly Option<int?> _threads = Terminal.Options.OptionalNumber<int>("--threads", "Processor threads for all workers together [default: one per core].", least: 1, most: 1024);

    /// <param name="streams">Where to write.</param>
    public WorkerCommand(Streams streams)
        : base(streams, "worker", "Run the jobs of a studio that keeps them in PostgreSQL, beside its server or on another machine.",
            "atelier worker --data /srv/studio --database \"Host=db;Database=studio;Username=studio;Password=...\"")
    {
        Add(_data);
        Add(_database);
        Add(_workers);
        Add(_device);
        Add(_threads);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var options = Invocation.Build(() => new WorkshopOptions
        {
            DataFolder = call.Get(_data),
            Database = call.Get(_database),
            Workers = call.Get(_workers),
            Device = call.Get(_device),
            Threads = call.Get(_threads),
        });
        await using var workshop = await Workshop.OpenAsync(options, stop);
        workshop.StartWorkers();
        call.Say($"Working for the studio in {options.DataFolder}; Ctrl-C stops.");
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await workshop.StopWorkersAsync();
        return call.Finish(new { Data = options.DataFolder }, "Stopped; what was running goes on with the next worker.");
    }
}
