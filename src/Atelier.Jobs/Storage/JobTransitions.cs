using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Atelier.Jobs;

/// <summary>Moves jobs from state to state in the database; nothing else writes a state.</summary>
/// <remarks>
/// Each move is one compare-and-swap statement: of several threads or processes that see a job in the same state, one
/// moves it, and the others are told that they did not.
/// </remarks>
internal static class JobTransitions
{
    /// <summary>Moves the matching jobs that are in <paramref name="from"/>.</summary>
    /// <param name="context">The database.</param>
    /// <param name="from">The state that they must be in.</param>
    /// <param name="action">Must be allowed there.</param>
    /// <param name="which">Which jobs.</param>
    /// <param name="progress">The progress to write; null to leave it as it is.</param>
    /// <param name="also">What else to write.</param>
    /// <param name="stop">Cancels.</param>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> TryAsync(
        JobsContext context, JobState from, JobAction action, Expression<Func<JobRow, bool>> which,
        JobProgress? progress = null, Action<UpdateSettersBuilder<JobRow>>? also = null, CancellationToken stop = default)
    {
        var to = JobStates.After(from, action) ?? throw new ArgumentException($"A job that is {from} cannot {action}.", nameof(action));
        var (now, requested) = (Clock.Now, RequestAfter(to, action));
        var moved = await context.Jobs.Where(job => job.State == from && job.DeletedAt == null).Where(which).ExecuteUpdateAsync(set =>
        {
            set.SetProperty(job => job.State, to);
            set.SetProperty(job => job.Requested, requested);
            set.SetProperty(job => job.Revision, job => job.Revision + 1);
            set.SetProperty(job => job.UpdatedAt, now);
            if (to is not JobState.Running)
            {
                set.SetProperty(job => job.Worker, (string?)null);
                set.SetProperty(job => job.HeartbeatAt, (long?)null);
            }
            // PostgreSQL refuses an update that names a column twice.
            if (progress is not null)
                set.SetProperty(job => job.Progress, progress with { Rate = null, SecondsLeft = null });
            else if (to is not JobState.Running)
                set.SetProperty(job => job.Progress.Rate, (double?)null).SetProperty(job => job.Progress.SecondsLeft, (double?)null);
            if (to.IsFinal())
                set.SetProperty(job => job.FinishedAt, now);
            also?.Invoke(set);
        }, stop);
        return moved > 0;
    }

    // A running job's worker reads what it has been asked to do.
    private static StopRequest? RequestAfter(JobState to, JobAction action) => (to, action) switch
    {
        (JobState.Running, JobAction.Pause) => StopRequest.Pause,
        (JobState.Running, JobAction.Cancel) => StopRequest.Cancel,
        _ => null,
    };
}
