using System.CommandLine;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Jobs;

namespace Atelier.Cli;

/// <summary>Where jobs are kept and how they are computed: the options that the studio and its workers share.</summary>
internal sealed class WorkerOptions : OptionGroup
{
    private static readonly JobHostOptions Defaults = new();

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder for pictures, jobs and results, shared by all processes of a studio; created if missing.",
        HelpName = "folder",
        DefaultValueFactory = _ => Defaults.DataFolder,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Connection to PostgreSQL, as Host=...;Database=...;Username=..., for several processes that share one queue [default: SQLite in --data].",
        HelpName = "connection",
    };

    private readonly Option<int> _workers = NewOption.Number("--workers", "Jobs that this process runs at once.", Defaults.Workers, least: 1, most: 64);
    private readonly Option<string> _device = NewOption.Choice("--device", "What to compute on.", "cpu", "cpu", "cuda");
    private readonly Option<int?> _threads = NewOption.OptionalNumber<int>(
        "--threads", "Processor threads for all workers together [default: one per core].", least: 1, most: ComputeSettings.MostThreads);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_data, _database, _workers, _device, _threads];

    /// <summary>The values.</summary>
    /// <exception cref="AtelierException">The environment asks for kernels that do not run here.</exception>
    public JobHostOptions Read(Invocation call)
    {
        KernelChoice.Check();
        return new()
        {
            DataFolder = call.Get(_data),
            Database = call.Get(_database),
            Workers = call.Get(_workers),
            Device = call.Get(_device),
            Threads = call.Get(_threads),
        };
    }
}
