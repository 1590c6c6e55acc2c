using Atelier.Core;

namespace Atelier.Jobs;

/// <summary>Where jobs are kept, and how much of the machine they may use.</summary>
public sealed record JobHostOptions
{
    /// <summary>The folder for pictures, checkpoints and results, shared by all processes of a queue and created if missing; <see cref="UserFolders.Studio"/> by default.</summary>
    public string DataFolder { get; init; } = UserFolders.Studio;

    /// <summary>Connection string for PostgreSQL; null, the default, for SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Jobs that this process runs at once, 1 or more; 1 by default, which makes the best use of a small machine.</summary>
    public int Workers { get; init => field = Require.Positive(value); } = 1;

    /// <summary><c>cpu</c>, the default, or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads within one operation, divided among the workers; null, the default, for one per core.</summary>
    public int? Threads { get; init => field = value is { } threads ? Require.Positive(threads) : null; }

    /// <summary>The most pixels that an uploaded image may have; 50,000,000 by default.</summary>
    public long MaxPixels { get; init => field = Require.Positive(value); } = 50_000_000;

    /// <summary>The most bytes that one upload may have; 50 MiB by default.</summary>
    public long MaxUploadBytes { get; init => field = Require.Positive(value); } = 50 << 20;

    /// <summary>The most bytes that all uploads may have together; 2 GiB by default.</summary>
    public long UploadQuotaBytes { get; init => field = Require.Positive(value); } = 2L << 30;

    /// <summary>The most jobs that may be queued or paused; 100 by default.</summary>
    public int MaxQueued { get; init => field = Require.Positive(value); } = 100;

    /// <summary>How long a worker may be silent before its job is given to another; 20 s by default.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);
}
