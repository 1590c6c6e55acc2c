using Atelier.Core;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>Durable jobs, their pictures, and the workers of this process: everything a front end needs. Thread-safe.</summary>
/// <example>
/// <code>
/// await using var host = await JobHost.OpenAsync(new() { DataFolder = "studio" });
/// host.StartWorkers();
/// var photo = await host.Images.AddAsync(File.OpenRead("photo.jpg"), "photo.jpg");
/// var painting = await host.Images.AddAsync(File.OpenRead("painting.jpg"), "painting.jpg");
/// var (job, _) = await host.Jobs.CreateAsync(new(photo.Id, [new(painting.Id)], new()));
/// await foreach (var change in host.Feed.ListenAsync(job.Id))
///     Console.WriteLine(change.Job?.Progress);
/// File.Copy(await host.Results.FileAsync(job.Id), "out.png");
/// </code>
/// </example>
public sealed class JobHost : IAsyncDisposable
{
    // Part of the 20 seconds within which the studio promises to stop.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly JobsDatabase _database;
    private readonly JobFiles _files;
    private readonly WorkQueue _queue;
    private readonly ProcessName _process;
    private readonly InstantPreviews _previews;
    private EncoderPool? _encoders;
    private QueueMaintenance? _maintenance;

    private JobHost(JobHostOptions options, JobsDatabase database, JobFiles files, WorkQueue queue)
    {
        (Options, _database, _files, _queue) = (options, database, files, queue);
        _process = new ProcessName(files.Workers);
        var thumbnails = new Thumbnails(files);
        var reader = new JobReader(database, () => queue.Workers);
        Feed = new JobFeed(database, reader);
        Images = new ImageStore(options, database, files, thumbnails);
        Jobs = new JobStore(database, files, reader, new JobAdmission(options, database, files, Images, Networks), queue, Feed);
        Results = new ResultStore(files, reader, thumbnails);
        _previews = new InstantPreviews(Images);
    }

    /// <summary>The options that it was opened with.</summary>
    public JobHostOptions Options { get; }

    /// <summary>The jobs.</summary>
    public JobStore Jobs { get; }

    /// <summary>The pictures that jobs use.</summary>
    public ImageStore Images { get; }

    /// <summary>The pictures that jobs make.</summary>
    public ResultStore Results { get; }

    /// <summary>The networks that jobs can use.</summary>
    public JobNetworks Networks { get; } = new();

    /// <summary>Changes of jobs as they happen.</summary>
    public JobFeed Feed { get; }

    /// <summary>Opens the data folder and the database, creating them if needed. Several processes may do so at once.</summary>
    /// <exception cref="AtelierException">The folder or the database cannot be used.</exception>
    public static async Task<JobHost> OpenAsync(JobHostOptions options, CancellationToken stop = default)
    {
        var files = new JobFiles(options.DataFolder);
        try
        {
            files.CreateFolders();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileAccessException(options.DataFolder, e);
        }
        var database = await JobsDatabase.OpenAsync(options, files, stop);
        var host = new JobHost(options, database, files, await WorkQueue.OpenAsync(database, stop));
        host.Images.WriteSamples();
        return host;
    }

    /// <summary>Paints a small picture in one pass, to look at before a job is made.</summary>
    /// <param name="photo">The photo's id.</param>
    /// <param name="paintings">The paintings, at least one.</param>
    /// <param name="options">Of which strength (0 to 1), colors and strokes count.</param>
    /// <param name="stop">Cancels.</param>
    /// <returns>A JPEG, its longer side 384 pixels.</returns>
    /// <exception cref="JobException">A picture is not there.</exception>
    /// <exception cref="StylizationException">A setting is out of its range, or a picture is a strip.</exception>
    public Task<byte[]> PaintAtOnceAsync(string photo, IReadOnlyList<StyleImage> paintings, StylizationRequest options, CancellationToken stop = default) =>
        _previews.PaintAsync(photo, paintings, options, stop);

    /// <summary>Starts running jobs in this process; those that an earlier process left unfinished are resumed.</summary>
    /// <exception cref="AtelierException">Torch or the device cannot be used.</exception>
    public void StartWorkers()
    {
        if (_encoders is not null)
            throw new InvalidOperationException("The workers are running already.");
        var threads = Options.Threads ?? (Options.Workers > 1 ? Environment.ProcessorCount : null);
        var device = new ComputeSettings { Device = Options.Device, Threads = threads is { } all ? Math.Max(1, all / Options.Workers) : null }.Apply();
        _encoders = new EncoderPool(Networks, device, Options.Workers);
        _queue.Start(new JobWorker(Options, _database, _files, Images, _encoders, Feed, _process), Options.Workers);
        _maintenance = new QueueMaintenance(Options, _database, _files, _queue, Feed, _process);
        _maintenance.Start();
    }

    /// <summary>Lets each running job write its checkpoint and go back to the queue, within a few seconds; starts no more.</summary>
    public async Task StopWorkersAsync()
    {
        if (_maintenance is not null)
            await _maintenance.DisposeAsync();
        _maintenance = null;
        using var patience = new CancellationTokenSource(Patience);
        await _queue.StopAsync(patience.Token);
        _encoders?.Dispose();
        _encoders = null;
    }

    /// <summary>Stops the workers and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        _previews.Dispose();
        Feed.Dispose();
        _queue.Dispose();
        _process.Dispose();
        _database.Close();
    }
}
