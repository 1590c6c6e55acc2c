using Microsoft.EntityFrameworkCore.Query;

namespace Atelier.Jobs;

/// <summary>Progress as columns. PostgreSQL refuses an update that names a column twice.</summary>
internal static class RunRecord
{
    /// <summary>Adds the columns of a run that goes on to an update.</summary>
    public static void Set(UpdateSettersBuilder<JobRow> set, RunProgress progress)
    {
        SetLast(set, progress);
        set.SetProperty(job => job.Rate, progress.Rate);
        set.SetProperty(job => job.SecondsLeft, progress.SecondsLeft);
    }

    /// <summary>Adds those of a run that ends; the transition itself clears the others.</summary>
    public static void SetLast(UpdateSettersBuilder<JobRow> set, RunProgress progress)
    {
        set.SetProperty(job => job.Step, progress.Step);
        set.SetProperty(job => job.Part, progress.Part);
        set.SetProperty(job => job.Loss, progress.Loss);
        set.SetProperty(job => job.Level, progress.Level);
        set.SetProperty(job => job.Preview, progress.Preview);
        set.SetProperty(job => job.Seconds, Math.Round(progress.Seconds, 3));
        set.SetProperty(job => job.Note, progress.Note);
    }
}
