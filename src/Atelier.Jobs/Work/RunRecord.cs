using Atelier.Jobs.Database;
using Microsoft.EntityFrameworkCore.Query;

namespace Atelier.Jobs.Work;

/// <summary>Progress as columns.</summary>
internal static class RunRecord
{
    /// <summary>Adds the columns to an update.</summary>
    public static void Set(UpdateSettersBuilder<JobRow> set, RunProgress progress)
    {
        set.SetProperty(job => job.Step, progress.Step);
        set.SetProperty(job => job.Part, progress.Part);
        set.SetProperty(job => job.Loss, progress.Loss);
        set.SetProperty(job => job.Rate, progress.Rate);
        set.SetProperty(job => job.SecondsLeft, progress.SecondsLeft);
        set.SetProperty(job => job.Level, progress.Level);
        set.SetProperty(job => job.Preview, progress.Preview);
        set.SetProperty(job => job.Seconds, progress.Seconds);
        set.SetProperty(job => job.Note, progress.Note);
    }
}
