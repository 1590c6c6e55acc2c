using Atelier.Jobs.Database;

namespace Atelier.Jobs.Feeds;

/// <summary>Changes of jobs as they happen, in this process or another. Thread-safe.</summary>
/// <remarks>Of several changes of one job that come faster than they are read, only the newest is given.</remarks>
public sealed class JobFeed
{
    internal JobFeed(JobsDatabase database)
    {
    }

    /// <summary>The job as it is, then each change; ends after a final state or deletion.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public IAsyncEnumerable<JobChange> ListenAsync(string jobId, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Each change of any job from now on, until stopped.</summary>
    public IAsyncEnumerable<JobChange> ListenAsync(CancellationToken stop = default) => throw new NotSupportedException();
}
