using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Atelier.Jobs;

/// <summary>Serves tickets of the queue: takes the job that waits longest and does it. Thread-safe.</summary>
/// <remarks>Hangfire calls it on threads of its own. Torch's scopes belong to a thread, so nothing here is awaited.</remarks>
/// <param name="options">The lease.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The data folder.</param>
/// <param name="images">The pictures.</param>
/// <param name="encoders">The networks.</param>
/// <param name="feed">Told of changes.</param>
/// <param name="process">This process.</param>
internal sealed class JobWorker(
    JobHostOptions options, JobsDatabase database, JobFiles files, ImageStore images, EncoderPool encoders, JobFeed feed, ProcessName process)
{
    /// <summary>Does a job, if one waits.</summary>
    /// <param name="shutdown">Hangfire's: the process is to end.</param>
    [AutomaticRetry(Attempts = 0)]
    public void RunNext(CancellationToken shutdown)
    {
        if (shutdown.IsCancellationRequested)
            return;
        var worker = process.NewWorker();
        if (Take(worker) is not { } row)
            return;
        feed.Notify();
        using var watch = new JobWatch(database, feed, row, worker, options.Lease, shutdown);
        try
        {
            Work(row, worker, watch);
        }
        catch (Exception e) when (e is AtelierException or ArgumentException or OutOfMemoryException)
        {
            End(row, worker, watch, JobAction.Fail, set => set.SetProperty(job => job.Error, Sentence(e)));
        }
        catch (Exception e) when (e is not System.Data.Common.DbException)
        {
            // Not foreseen: Hangfire keeps the trace, people get a sentence.
            End(row, worker, watch, JobAction.Fail, set => set.SetProperty(job => job.Error, "Something went wrong that should not: the studio's log says more."));
            throw;
        }
        finally
        {
            feed.Notify();
        }
    }

    private JobRow? Take(string worker)
    {
        using var context = database.Open();
        while (true)
        {
            var next = context.Jobs.AsNoTracking().Where(job => job.State == JobState.Queued && job.DeletedAt == null).OrderBy(job => job.Id).FirstOrDefault();
            if (next is null)
                return null;
            var now = Clock.Now;
            var isOurs = JobTransitions.TryAsync(context, JobState.Queued, JobAction.Take, job => job.Id == next.Id, set =>
            {
                set.SetProperty(job => job.Worker, worker);
                set.SetProperty(job => job.HeartbeatAt, now);
                set.SetProperty(job => job.StartedAt, job => job.StartedAt ?? now);
            }).GetAwaiter().GetResult();
            if (isOurs)
                return next;
        }
    }

    private void Work(JobRow row, string worker, JobWatch watch)
    {
        if (TryReuse(row, worker))
            return;
        var request = JobSnapshots.RequestOf(row);
        using var lease = encoders.Rent(request.Options.Network);
        using var pictures = new JobPictures([.. request.Styles.Select(style => style.Image).Prepend(request.Content).Select(PathOf)]);
        using var run = new JobRun(row.Id, request, files, watch);
        using var result = run.Paint(lease.Encoder, pictures);
        if (result.End is not DescentEnd.Stopped)
            Finish(row, worker, watch, request, result);
        else
            Leave(row, worker, watch);
    }

    // Somebody asked for the same meanwhile, and it is done.
    private bool TryReuse(JobRow row, string worker) => database.ExclusivelyAsync(async context =>
    {
        var same = await context.Jobs.AsNoTracking()
            .FirstOrDefaultAsync(job => job.Key == row.Key && job.State == JobState.Finished && job.DeletedAt == null);
        if (same is null || !File.Exists(files.Result(row.Key)))
            return false;
        return await JobTransitions.TryAsync(context, JobState.Running, JobAction.Finish, job => job.Id == row.Id && job.Worker == worker, set =>
        {
            set.SetProperty(job => job.Width, same.Width);
            set.SetProperty(job => job.Height, same.Height);
            set.SetProperty(job => job.Seconds, same.Seconds);
            set.SetProperty(job => job.Step, same.Step);
            set.SetProperty(job => job.Part, 1.0);
        });
    }, CancellationToken.None).GetAwaiter().GetResult();

    private void Finish(JobRow row, string worker, JobWatch watch, JobRequest request, StylizationResult result)
    {
        // Encoded beside the checkpoint; the lock is held for the renaming only.
        var own = Path.Combine(files.Job(row.Id), "result.png");
        ImageFile.Write(own, result.Image, new() { Texts = ResultText.Create(request) });
        var (height, width) = ((int)result.Image.shape[2], (int)result.Image.shape[3]);
        var progress = watch.Progress with { Part = 1 };
        database.ExclusivelyAsync(async context =>
        {
            AtomicFile.WriteVia(files.Result(row.Key), target => File.Move(own, target));
            return await JobTransitions.TryAsync(context, JobState.Running, JobAction.Finish, job => job.Id == row.Id && job.Worker == worker, set =>
            {
                RunRecord.SetLast(set, progress);
                set.SetProperty(job => job.Width, width);
                set.SetProperty(job => job.Height, height);
            });
        }, CancellationToken.None).GetAwaiter().GetResult();
        files.ForgetState(row.Id);
        ForgetIfDeleted(row);
    }

    private void Leave(JobRow row, string worker, JobWatch watch)
    {
        switch (watch.Reason)
        {
            case StopReason.Pause:
                End(row, worker, watch, JobAction.Rest);
                break;
            case StopReason.Cancel:
                End(row, worker, watch, JobAction.GiveUp);
                files.ForgetState(row.Id);
                break;
            case StopReason.Shutdown:
                End(row, worker, watch, JobAction.Release);
                break;
            default:
                ForgetIfDeleted(row);
                break;
        }
    }

    private void End(JobRow row, string worker, JobWatch watch, JobAction action, Action<UpdateSettersBuilder<JobRow>>? also = null)
    {
        using var context = database.Open();
        var progress = watch.Progress;
        JobTransitions.TryAsync(context, JobState.Running, action, job => job.Id == row.Id && job.Worker == worker, set =>
        {
            RunRecord.SetLast(set, progress);
            also?.Invoke(set);
        }).GetAwaiter().GetResult();
        ForgetIfDeleted(row);
    }

    // Whoever deletes a running job leaves its files to us.
    private void ForgetIfDeleted(JobRow row)
    {
        using var context = database.Open();
        if (context.Jobs.Any(job => job.Id == row.Id && job.DeletedAt == null))
            return;
        files.DeleteJob(row.Id);
        if (!context.Jobs.Any(job => job.Key == row.Key && job.State == JobState.Finished && job.DeletedAt == null))
            files.DeleteResult(row.Key);
    }

    private string PathOf(string image)
    {
        try
        {
            return images.FileAsync(image).GetAwaiter().GetResult();
        }
        catch (JobException e) when (e.Problem is JobProblem.NotFound)
        {
            throw new JobException(JobProblem.NotFound, "A picture of this job was deleted before it began: add it again.", e);
        }
    }

    // Paths of this machine are nobody's business.
    private static string Sentence(Exception e) => e switch
    {
        OutOfMemoryException => "There is not enough memory for a picture of this size: use a smaller one.",
        ImageFileException file => $"A picture of this job {file.Problem}",
        FileAccessException => "The studio's disk cannot be written to: it is full, or the folder is closed to the studio.",
        _ => e.Message.Split(" (Parameter", 2)[0],
    };
}
