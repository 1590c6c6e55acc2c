using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>The jobs: what people can ask of them. Thread-safe; other processes may do the same at the same time.</summary>
public sealed class JobStore
{
    private const int MostListed = 200;

    private readonly JobsDatabase _database;
    private readonly JobFiles _files;
    private readonly JobAdmission _intake;
    private readonly WorkQueue _queue;
    private readonly JobFeed _feed;

    internal JobStore(JobsDatabase database, JobFiles files, JobAdmission intake, WorkQueue queue, JobFeed feed) =>
        (_database, _files, _intake, _queue, _feed) = (database, files, intake, queue, feed);

    /// <summary>Asks for a job. Where the same was finished before, that job is the answer and nothing is computed.</summary>
    /// <exception cref="JobException">The request makes no sense, an image or the network is not there, or the queue is full.</exception>
    public async Task<JobCreation> CreateAsync(JobRequest request, CancellationToken stop = default)
    {
        var (id, isNew) = await _intake.AddAsync(request, stop);
        if (isNew)
            Announce();
        return new(await GetAsync(id, stop), isNew);
    }

    /// <summary>The job of that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task<Job> GetAsync(string id, CancellationToken stop = default) => await FindAsync(id, stop) ?? throw Missing();

    /// <summary>The job of that id; null where there is none.</summary>
    public async Task<Job?> FindAsync(string id, CancellationToken stop = default)
    {
        await using var context = _database.Open();
        var rows = await Rows(context).Where(job => job.Id == id).ToListAsync(stop);
        return (await JobSnapshots.OfAsync(context, rows, _queue.Workers, stop)).FirstOrDefault();
    }

    /// <summary>Jobs, newest first.</summary>
    public async Task<JobPage> ListAsync(JobQuery query, CancellationToken stop = default)
    {
        var limit = Math.Clamp(query.Limit, 1, MostListed);
        await using var context = _database.Open();
        var rows = Rows(context);
        if (query.State is { } state)
            rows = rows.Where(job => job.State == state);
        if (query.Before is { } before)
            rows = rows.Where(job => string.Compare(job.Id, before) < 0);
        var found = await rows.OrderByDescending(job => job.Id).Take(limit + 1).ToListAsync(stop);
        var jobs = await JobSnapshots.OfAsync(context, [.. found.Take(limit)], _queue.Workers, stop);
        return new(jobs, found.Count > limit ? jobs[^1].Id : null);
    }

    /// <summary>Stops it for now. A running job stays <c>running</c>, with the request noted, until its worker has kept its state, within a second or two.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public Task<Job> PauseAsync(string id, CancellationToken stop = default) => ActAsync(id, JobAction.Pause, stop);

    /// <summary>Goes on exactly where it was.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public async Task<Job> ResumeAsync(string id, CancellationToken stop = default)
    {
        var job = await ActAsync(id, JobAction.Resume, stop);
        Announce();
        return job;
    }

    /// <summary>Gives it up; a running job as <see cref="PauseAsync"/> says.</summary>
    /// <exception cref="JobException">There is none, or its state forbids it.</exception>
    public async Task<Job> CancelAsync(string id, CancellationToken stop = default)
    {
        var job = await ActAsync(id, JobAction.Cancel, stop);
        if (job.State is JobState.Canceled)
            _files.ForgetState(id);
        return job;
    }

    /// <summary>Asks for the same pictures again, with other options or the same; the old job stays as it is.</summary>
    /// <param name="id">Of a job in any state.</param>
    /// <param name="options">Null for the same.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JobException">As <see cref="CreateAsync"/>, or there is no such job.</exception>
    public async Task<JobCreation> RetryAsync(string id, JobOptions? options = null, CancellationToken stop = default)
    {
        var request = (await GetAsync(id, stop)).ToRequest();
        return await CreateAsync(request with { Options = options ?? request.Options }, stop);
    }

    /// <summary>Deletes the job and, where no other job has the same, its result. A running one is stopped by its worker.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task DeleteAsync(string id, CancellationToken stop = default)
    {
        var state = await _database.ExclusivelyAsync(async context =>
        {
            var row = await Rows(context).FirstOrDefaultAsync(job => job.Id == id, stop) ?? throw Missing();
            var now = Clock.Now;
            await context.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.DeletedAt, now)
                .SetProperty(job => job.UpdatedAt, now)
                .SetProperty(job => job.Revision, job => job.Revision + 1), stop);
            if (row.State is JobState.Finished && !await Rows(context).AnyAsync(job => job.Key == row.Key && job.State == JobState.Finished, stop))
                _files.DeleteResult(row.Key);
            return row.State;
        }, stop);
        // A running job's folder is its worker's until that one notices.
        if (state is not JobState.Running)
            _files.DeleteJob(id);
        _feed.Notify();
    }

    /// <summary>The loss of each evaluation so far, thinned to at most 500 points; empty where none was kept yet.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public async Task<LossHistory> LossesAsync(string id, CancellationToken stop = default)
    {
        _ = await GetAsync(id, stop);
        return LossFile.Read(_files.Losses(id));
    }

    /// <summary>What goes on.</summary>
    public async Task<QueueStatus> StatusAsync(CancellationToken stop = default)
    {
        await using var context = _database.Open();
        var running = await Rows(context).CountAsync(job => job.State == JobState.Running, stop);
        return new(_queue.Workers, running, await Rows(context).CountAsync(job => job.State == JobState.Queued, stop));
    }

    private static IQueryable<JobRow> Rows(JobsContext context) => context.Jobs.AsNoTracking().Where(job => job.DeletedAt == null);

    private static JobException Missing() => new(JobProblem.NotFound, "There is no such job: it may have been deleted.");

    private async Task<Job> ActAsync(string id, JobAction action, CancellationToken stop)
    {
        await using var context = _database.Open();
        while (true)
        {
            var row = await Rows(context).FirstOrDefaultAsync(job => job.Id == id, stop) ?? throw Missing();
            if (JobStates.After(row.State, action) is null)
                throw new JobException(JobProblem.Conflict, $"The job is {Word(row.State)} and cannot be {Participle(action)}.");
            // Otherwise somebody else was faster: what holds now decides.
            if (await JobTransitions.TryAsync(context, row.State, action, job => job.Id == id, stop: stop))
                break;
        }
        _feed.Notify();
        return await GetAsync(id, stop);
    }

    private void Announce()
    {
        _queue.Announce();
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
