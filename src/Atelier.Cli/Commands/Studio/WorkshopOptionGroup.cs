using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Core.Devices;
using Atelier.Jobs;

namespace Atelier.Cli.Commands.Studio;

/// <summary>Where jobs live, and what they may take.</summary>
internal sealed class WorkshopOptionGroup : OptionGroup
{
    private const int Mebibyte = 1 << 20;
    private static readonly WorkshopOptions s_defaults = new();

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of pictures, jobs and results; made where it is missing.",
        HelpName = "folder",
        DefaultValueFactory = _ => s_defaults.DataFolder,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Connection string of PostgreSQL, so that several processes share one queue [default: SQLite in --data].",
        HelpName = "connection",
    };

    private readonly Option<int> _workers = Terminal.Options.Number("--workers", "Jobs that this process paints at once.", s_defaults.Workers, least: 1, most: 64);
    private readonly Option<string> _device = Terminal.Options.Choice("--device", "What to compute on.", "cpu", "cpu", "cuda");
    private readonly Option<int?> _threads = Terminal.Options.OptionalNumber<int>(
        "--threads", "Processor threads to compute with [default: one per core].", least: 1, most: ComputeSettings.MostThreads);

    private readonly Option<long> _pixels = Terminal.Options.Number("--max-pixels", "The most pixels of an uploaded picture.", s_defaults.MaxPixels, least: 1L);
    private readonly Option<long> _upload = Terminal.Options.Number("--max-upload", "The most MiB of one upload.", s_defaults.MaxUploadBytes / Mebibyte, least: 1L, most: 1L << 20);
    private readonly Option<long> _quota = Terminal.Options.Number("--upload-quota", "The most MiB of all uploads together.", s_defaults.UploadQuotaBytes / Mebibyte, least: 1L, most: 1L << 30);
    private readonly Option<int> _queue = Terminal.Options.Number("--max-queued", "The most jobs that may wait or rest.", s_defaults.MaxQueued, least: 1);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_data, _database, _workers, _device, _threads, _pixels, _upload, _quota, _queue];

    /// <summary>The values.</summary>
    public WorkshopOptions Read(Invocation call) => new()
    {
        DataFolder = call.Get(_data),
        Database = call.Get(_database),
        Workers = call.Get(_workers),
        Device = call.Get(_device),
        Threads = call.Get(_threads),
        MaxPixels = call.Get(_pixels),
        MaxUploadBytes = call.Get(_upload) * Mebibyte,
        UploadQuotaBytes = call.Get(_quota) * Mebibyte,
        MaxQueued = call.Get(_queue),
    };
}
