using Atelier.Core.Guards;

namespace Atelier.Studio;

/// <summary>How much of the machine visitors may take.</summary>
public sealed record StudioLimits
{
    /// <summary>The largest file that may be uploaded, in bytes; 64 MiB by default.</summary>
    public long MaxUploadBytes { get; init => field = Require.Positive(value); } = 64L << 20;

    /// <summary>The most pixels (width x height) of an uploaded image; 50,000,000 by default.</summary>
    public long MaxPixels { get; init => field = Require.Positive(value); } = 50_000_000;

    /// <summary>What all uploads together may take on the disk, in bytes; 4 GiB by default.</summary>
    public long UploadQuotaBytes { get; init => field = Require.Positive(value); } = 4L << 30;

    /// <summary>The most jobs that may wait or run at once; 100 by default.</summary>
    public int MaxQueued { get; init => field = Require.Positive(value); } = 100;

    /// <summary>Requests a minute from one address; a burst of as many is allowed. 12,000 by default.</summary>
    public int RequestsPerMinute { get; init => field = Require.Positive(value); } = 12_000;

    /// <summary>New jobs, uploads and sessions a minute from one address; likewise. 600 by default.</summary>
    public int WritesPerMinute { get; init => field = Require.Positive(value); } = 600;

    /// <summary>The most event streams that may be open at once; 256 by default.</summary>
    public int MaxEventStreams { get; init => field = Require.Positive(value); } = 256;

    /// <summary>After how long a request is given up; an upload has ten times as long, an event stream no end. 30 seconds by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
