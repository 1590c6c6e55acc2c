using Atelier.Core;

namespace Atelier.Studio;

/// <summary>Limits for visitors; the limits of the queue and the disk are in <see cref="Atelier.Jobs.JobHostOptions"/>.</summary>
public sealed record StudioLimits
{
    /// <summary>Requests a minute from one address; a burst of as many is allowed. 12,000 by default.</summary>
    public int RequestsPerMinute { get; init => field = Require.Positive(value); } = 12_000;

    /// <summary>New jobs, uploads and sessions per minute from one address; 600 by default.</summary>
    public int WritesPerMinute { get; init => field = Require.Positive(value); } = 600;

    /// <summary>The most event streams that may be open at once; 256 by default.</summary>
    public int MaxEventStreams { get; init => field = Require.Positive(value); } = 256;

    /// <summary>After how long a request is aborted; an upload has ten times as long, an event stream has no limit. 30 seconds by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
