using Atelier.Jobs.Database;
using Atelier.Jobs.Feeds;
using Atelier.Jobs.Images;
using Atelier.Jobs.Networks;
using Atelier.Jobs.Results;

namespace Atelier.Jobs;

/// <summary>Durable jobs, their pictures, and the workers of this process: everything that a front end needs. Thread-safe.</summary>
/// <example>
/// <code>
/// await using var workshop = await Workshop.OpenAsync(new() { DataFolder = "studio" });
/// workshop.StartWorkers();
/// var photo = await workshop.Images.AddAsync(File.OpenRead("photo.jpg"), "photo.jpg");
/// var job = await workshop.Jobs.CreateAsync(new(JobKind.Stylize, photo.Id, [new(Samples.All[1].Id)], new()));
/// await foreach (var change in workshop.Feed.ListenAsync(job.Job.Id)) Console.WriteLine(change.Job?.Progress);
/// </code>
/// </example>
public sealed class Workshop : IAsyncDisposable
{
    private Workshop(WorkshopOptions options, JobsDatabase database)
    {
        Options = options;
        Files = new JobFiles(options.DataFolder);
        Networks = new NetworkCatalogue();
        Feed = new JobFeed(database);
        Images = new ImageStore(options, database, Files);
        Jobs = new JobStore(options, database, Files, Images, Networks, Feed);
        Results = new ResultStore(Files, Jobs);
    }

    /// <summary>As it was opened.</summary>
    public WorkshopOptions Options { get; }

    /// <summary>The jobs.</summary>
    public JobStore Jobs { get; }

    /// <summary>The pictures that jobs start from.</summary>
    public ImageStore Images { get; }

    /// <summary>The pictures that jobs make.</summary>
    public ResultStore Results { get; }

    /// <summary>The networks that jobs can see with.</summary>
    public NetworkCatalogue Networks { get; }

    /// <summary>Changes of jobs, as they happen.</summary>
    public JobFeed Feed { get; }

    internal JobFiles Files { get; }

    /// <summary>Opens the data folder and the database, and makes or upgrades them where needed. Several processes may do so at once.</summary>
    /// <exception cref="Core.Guards.AtelierException">The folder or the database cannot be used.</exception>
    public static async Task<Workshop> OpenAsync(WorkshopOptions options, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Begins to run jobs in this process; those that an earlier process left unfinished are taken up again.</summary>
    public void StartWorkers() => throw new NotSupportedException();

    /// <summary>Has each running job keep its state and go back to the queue, within a few seconds; no more are taken.</summary>
    public Task StopWorkersAsync() => throw new NotSupportedException();

    /// <summary>Stops the workers and lets go of everything.</summary>
    public async ValueTask DisposeAsync() => await StopWorkersAsync();
}
