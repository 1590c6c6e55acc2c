using Atelier.Stylization;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Creates, lists, pauses and deletes jobs. Thread-safe; other processes may do the same at the same time.</summary>
public sealed class JobStore
{
    private const int MostListed = 200;

    private readonly JobsDatabase _database;
    private readonly JobFiles _files;
    private readonly JobReader _reader;
    private readonly JobAdmission _admission;
    private readonly WorkQueue _queue;
    private readonly JobFeed _feed;

    internal JobStore(JobsDatabase database, JobFiles files, JobReader reader, JobAdmission admission, WorkQueue queue, JobFeed feed) =>
        (_database, _files, _reader, _admission, _queue, _feed) = (database, files, reader, admission, queue, feed);

    /// <summary>Creates a job. Where the same request was finished before, returns that job, and nothing is computed.</summary>
    /// <returns>The job, and whether it is new.</returns>
    /// <exception cref="JobException">The request makes no sense, an image or the network is missing, or the queue is full.</exception>
    public async Task<(Job Job, bool IsNew)> CreateAsync(JobRequest request, CancellationToken stop = default)
    {
        var (id, isNew) = await _admission.AddAsync(request, stop);
        if (isNew)
            Wake();
        return (await GetAsync(id, stop), isNew);
    }

    /// <summary>The job with that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public Task<Job> GetAsync(string id, CancellationToken stop = default) => _reader.GetAsync(id, stop);

    /// <summary>The job with that id; null where there is none.</summary>
    public Task<Job?> FindAsync(string id, CancellationToken stop = default) => _reader.FindAsync(id, stop);

    /// <summary>Jobs, newest first.</summary>
    /// <param name="state">Only jobs in this state; null for all.</param>
    /// <param name="limit">At most this many, 1 to 200; 50 by default.</param>
    /// <param name="before">Only jobs older than the one with this id; null to start from the newest.</param>
    /// <param name="stop">Cancels.</param>
    public async Task<Page<Job>> ListAsync(JobState? state = null, int limit = 50, string? before = null, CancellationToken stop = default)
    {
        limit = Math.Clamp(limit, 1, MostListed);
        await using var context = _database.Open();
        var rows = context.Existing;
        if (state is not null)
            rows = rows.Where(job => job.State == state);
        if (before is not null)
            rows = rows.Where(job => string.Compare(job.Id, before) < 0);
        var found = await rows.OrderByDescending(job => job.Id).Take(limit + 1).ToListAsync(stop);
        var jobs = await _reader.ReadAsync(context, [.. found.Take(limit)], stop);
        return new(jobs, found.Count > limit ? jobs[^1].Id : null);
    }

    /// <summary>Pauses a job. A running job stays <c>running</c>, with <see cref="Job.Requested"/> set, until its worker has written its checkpoint, within a second or two.</summary>
    /// <exception cref="JobException">There is no such job, or its state does not allow it.</exception>
    public Task<Job> PauseAsync(string id, CancellationToken stop = default) => ActAsync(id, JobAction.Pause, stop);

    /// <summary>Resumes a paused job exactly where it was.</summary>
    /// <exception cref="JobException">There is no such job, or its state does not allow it.</exception>
    public async Task<Job> ResumeAsync(string id, CancellationToken stop = default)
    {
        var job = await ActAsync(id, JobAction.Resume, stop);
        Wake();
        return job;
    }

    /// <summary>Cancels a job for good; for a running one, see <see cref="PauseAsync"/>.</summary>
    /// <exception cref="JobException">There is no such job, or its state does not allow it.</exception>
    public async Task<Job> CancelAsync(string id, CancellationToken stop = default)
    {
        var job = await ActAsync(id, JobAction.Cancel, stop);
        if (job.State is JobState.Canceled)
            _files.DeleteCheckpoint(id);
        return job;
    }

    /// <summary>Creates a job with the same pictures again, with other settings or the same; the old job stays as it is.</summary>
    /// <param name="id">Id of a job in any state.</param>
    /// <param name="options">The settings; null for the same.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="JobException">As <see cref="CreateAsync"/>, or there is no such job.</exception>
    public async Task<(Job Job, bool IsNew)> RetryAsync(string id, StylizationRequest? options = null, CancellationToken stop = default)
    {
        var request = (await GetAsync(id, stop)).ToRequest();
        return await CreateAsync(request with { Options = options ?? request.Options }, stop);
    }

    /// <summary>Deletes a job and, unless another job has the same one, its result. A running job is stopped by its worker.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task DeleteAsync(string id, CancellationToken stop = default)
    {
        var state = await _database.ExclusivelyAsync(async context =>
        {
            var row = await context.Existing.FirstOrDefaultAsync(job => job.Id == id, stop) ?? throw JobReader.Missing();
            var now = Clock.Now;
            await context.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.DeletedAt, now)
                .SetProperty(job => job.UpdatedAt, now)
                .SetProperty(job => job.Revision, job => job.Revision + 1), stop);
            if (row.State is JobState.Finished && !await context.Existing.AnyAsync(job => job.Key == row.Key && job.State == JobState.Finished, stop))
                _files.DeleteResult(row.Key);
            return row.State;
        }, stop);
        // The worker of a running job deletes its folder.
        if (state is not JobState.Running)
            _files.DeleteJob(id);
        _feed.Notify();
    }

    /// <summary>The loss of each evaluation so far, thinned to at most 500 points; empty before the first.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public async Task<LossHistory> LossesAsync(string id, CancellationToken stop = default)
    {
        _ = await GetAsync(id, stop);
        return LossFile.Read(_files.Losses(id));
    }

    /// <summary>The state of the queue.</summary>
    public async Task<QueueStatus> StatusAsync(CancellationToken stop = default)
    {
        await using var context = _database.Open();
        var running = await context.Existing.CountAsync(job => job.State == JobState.Running, stop);
        return new(_queue.Workers, running, await context.Existing.CountAsync(job => job.State == JobState.Queued, stop));
    }

    private async Task<Job> ActAsync(string id, JobAction action, CancellationToken stop)
    {
        await using var context = _database.Open();
        while (true)
        {
            var row = await context.Existing.FirstOrDefaultAsync(job => job.Id == id, stop) ?? throw JobReader.Missing();
            if (JobStates.After(row.State, action) is null)
                throw new JobException(JobProblem.Conflict, $"The job is {Word(row.State)} and cannot be {Participle(action)}.");
            // Otherwise another thread or process was faster, and the new state decides.
            if (await JobTransitions.TryAsync(context, row.State, action, job => job.Id == id, stop: stop))
                break;
        }
        _feed.Notify();
        return await GetAsync(id, stop);
    }

    private void Wake()
    {
        _queue.Wake();
        _feed.Notify();
    }

    private static string Word(JobState state) => state.ToString().ToLowerInvariant();

    private static string Participle(JobAction action) => action switch
    {
        JobAction.Pause => "paused",
        JobAction.Resume => "resumed",
        _ => "canceled",
    };
}
