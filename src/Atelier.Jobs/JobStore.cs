using Atelier.Jobs.Database;
using Atelier.Jobs.Feeds;
using Atelier.Jobs.Images;
using Atelier.Jobs.Networks;
using Atelier.Jobs.Options;
using Atelier.Jobs.Results;

namespace Atelier.Jobs;

/// <summary>The jobs: what people can ask of them. Thread-safe; other processes may do the same at the same time.</summary>
public sealed class JobStore
{
    internal JobStore(WorkshopOptions options, JobsDatabase database, JobFiles files, ImageStore images, NetworkCatalogue networks, JobFeed feed)
    {
    }

    /// <summary>Asks for a job. Where the same was finished before, that job is the answer and nothing is computed.</summary>
    /// <exception cref="JobException">The request makes no sense, an image or the network is not there, or the queue is full.</exception>
    public Task<JobCreation> CreateAsync(JobRequest request, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>The job of that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public Task<Job> GetAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>The job of that id; null where there is none.</summary>
    public Task<Job?> FindAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Jobs, newest first.</summary>
    public Task<JobPage> ListAsync(JobQuery query, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Stops it for now. A running job stays <c>running</c>, with the request noted, until its worker has kept its state, within a second or two.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public Task<Job> PauseAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Goes on exactly where it was.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public Task<Job> ResumeAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Gives it up; a running job as <see cref="PauseAsync"/> says.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public Task<Job> CancelAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Asks for the same pictures again, with other options or the same; the old job stays as it is.</summary>
    /// <param name="id">Of a job in any state.</param>
    /// <param name="options">Null for the same.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JobException">As <see cref="CreateAsync"/>, or there is no such job.</exception>
    public Task<JobCreation> RetryAsync(string id, JobOptions? options = null, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Deletes the job and, where no other job has the same, its result. A running one is stopped by its worker.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public Task DeleteAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>The loss of each evaluation so far, thinned to at most 500 points; empty where none was kept yet.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public Task<LossHistory> LossesAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>What goes on.</summary>
    public Task<QueueStatus> StatusAsync(CancellationToken stop = default) => throw new NotSupportedException();
}
