using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Atelier.Jobs;

/// <summary>Claims the job that has waited longest and runs it. Thread-safe.</summary>
/// <remarks>Hangfire calls it on its own threads. Torch's dispose scopes belong to a thread, so nothing here is awaited.</remarks>
/// <param name="options">The lease.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The data folder.</param>
/// <param name="images">The pictures.</param>
/// <param name="encoders">The networks.</param>
/// <param name="feed">Notified of changes.</param>
/// <param name="process">This process.</param>
internal sealed class JobWorker(
    JobHostOptions options, JobsDatabase database, JobFiles files, ImageStore images, EncoderPool encoders, JobFeed feed, ProcessName process)
{
    /// <summary>Runs a job, if one is waiting.</summary>
    /// <param name="shutdown">Requested by Hangfire when the process is to end.</param>
    [AutomaticRetry(Attempts = 0)]
    public void RunNext(CancellationToken shutdown)
    {
        if (shutdown.IsCancellationRequested)
            return;
        var worker = process.NewWorker();
        if (Claim(worker) is not { } row)
            return;
        feed.Notify();
        using var watch = new JobWatch(database, feed, row, worker, options.Lease, shutdown);
        try
        {
            Run(row, worker, watch);
        }
        catch (Exception e) when (e is AtelierException or ArgumentException or OutOfMemoryException)
        {
            End(row, worker, watch, JobAction.Fail, also: set => set.SetProperty(job => job.Error, Sentence(e)));
        }
        catch (Exception e) when (e is not System.Data.Common.DbException)
        {
            // Unforeseen: Hangfire logs the stack trace, users get a sentence.
            End(row, worker, watch, JobAction.Fail, also: set => set.SetProperty(job => job.Error, "An unexpected error ended the job; see the studio's log."));
            throw;
        }
        finally
        {
            feed.Notify();
        }
    }

    private JobRow? Claim(string worker)
    {
        using var context = database.Open();
        while (true)
        {
            var next = context.Existing.Where(job => job.State == JobState.Queued).OrderBy(job => job.Id).FirstOrDefault();
            if (next is null)
                return null;
            var now = Clock.Now;
            var isOurs = JobTransitions.TryAsync(context, JobState.Queued, JobAction.Claim, job => job.Id == next.Id, also: set =>
            {
                set.SetProperty(job => job.Worker, worker);
                set.SetProperty(job => job.HeartbeatAt, now);
                set.SetProperty(job => job.StartedAt, job => job.StartedAt ?? now);
            }).GetAwaiter().GetResult();
            if (isOurs)
                return next;
        }
    }

    private void Run(JobRow row, string worker, JobWatch watch)
    {
        if (TryReuse(row, worker))
            return;
        var request = JobReader.RequestOf(row);
        using var lease = encoders.Rent(request.Options.Network);
        using var run = new JobRun(row.Id, request, files, watch);
        using var result = run.Run(lease.Encoder, [PathOf(request.Content), .. request.Styles.Select(style => PathOf(style.Image))], [.. request.Styles.Select(style => style.Mask is null ? null : PathOf(style.Mask))]);
        if (result.End is not DescentEnd.Stopped)
            Finish(row, worker, watch, request, result);
        else
            Stop(row, worker, watch);
    }

    // The same request may have been finished meanwhile.
    private bool TryReuse(JobRow row, string worker) => database.ExclusivelyAsync(async context =>
    {
        var same = await context.Existing.FirstOrDefaultAsync(job => job.Key == row.Key && job.State == JobState.Finished);
        if (same is null || !File.Exists(files.Result(row.Key)))
            return false;
        return await JobTransitions.TryAsync(context, JobState.Running, JobAction.Finish, job => job.Id == row.Id && job.Worker == worker, same.Progress,
            set => set.SetProperty(job => job.Width, same.Width).SetProperty(job => job.Height, same.Height));
    }, CancellationToken.None).GetAwaiter().GetResult();

    private void Finish(JobRow row, string worker, JobWatch watch, JobRequest request, StylizationResult result)
    {
        // Encoded beside the checkpoint, so that the lock is held only for the renaming.
        var own = Path.Combine(files.Job(row.Id), "result.png");
        ImageFile.Write(own, result.Image, new() { Texts = ResultKey.Texts(request) });
        var (height, width) = ((int)result.Image.shape[2], (int)result.Image.shape[3]);
        var still = result.End is DescentEnd.Still ? "It ended early, as nothing visible changed any more." : null;
        var progress = watch.Progress with { Part = 1, Note = watch.Progress.Note ?? still };
        database.ExclusivelyAsync(async context =>
        {
            AtomicFile.WriteVia(files.Result(row.Key), target => File.Move(own, target));
            return await JobTransitions.TryAsync(context, JobState.Running, JobAction.Finish, job => job.Id == row.Id && job.Worker == worker, progress,
                set => set.SetProperty(job => job.Width, width).SetProperty(job => job.Height, height));
        }, CancellationToken.None).GetAwaiter().GetResult();
        files.DeleteCheckpoint(row.Id);
        CleanUpIfDeleted(row);
    }

    private void Stop(JobRow row, string worker, JobWatch watch)
    {
        switch (watch.Reason)
        {
            case StopReason.Pause:
                End(row, worker, watch, JobAction.ConfirmPause);
                break;
            case StopReason.Cancel:
                End(row, worker, watch, JobAction.ConfirmCancel);
                files.DeleteCheckpoint(row.Id);
                break;
            case StopReason.Shutdown:
                End(row, worker, watch, JobAction.Release);
                break;
            default:
                CleanUpIfDeleted(row);
                break;
        }
    }

    private void End(JobRow row, string worker, JobWatch watch, JobAction action, Action<UpdateSettersBuilder<JobRow>>? also = null)
    {
        using var context = database.Open();
        JobTransitions.TryAsync(context, JobState.Running, action, job => job.Id == row.Id && job.Worker == worker, watch.Progress, also).GetAwaiter().GetResult();
        CleanUpIfDeleted(row);
    }

    // Deleting a running job leaves its files to its worker.
    private void CleanUpIfDeleted(JobRow row)
    {
        using var context = database.Open();
        if (context.Existing.Any(job => job.Id == row.Id))
            return;
        files.DeleteJob(row.Id);
        if (!context.Existing.Any(job => job.Key == row.Key && job.State == JobState.Finished))
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
            throw new JobException(JobProblem.NotFound, "A picture of this job was deleted before the job started: add it again.", e);
        }
    }

    // Users of the studio are not shown paths of its machine.
    private static string Sentence(Exception e) => e switch
    {
        OutOfMemoryException => "There is not enough memory for a picture of this size: use a smaller one.",
        ImageFileException file => $"A picture of this job {file.Problem}",
        FileAccessException => "The studio's disk cannot be written to: it is full, or the studio lacks the permission.",
        _ => ExceptionSentence.Of(e),
    };
}
