using System.Buffers.Binary;
using System.Security.Cryptography;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>A snapshot of a job; <see cref="JobRequest.Json"/> writes it as the HTTP API does.</summary>
public sealed record Job
{
    /// <summary>26 characters; ids sort by the time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public RequestKind Kind => Options.Kind;

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>What a running job's worker has been asked to do and has not done yet; null for nothing.</summary>
    public StopRequest? Requested { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker first started it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Id of the photo.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings; none for a reconstruction.</summary>
    public required IReadOnlyList<StyleImage> Styles { get; init; }

    /// <summary>The settings.</summary>
    public required StylizationRequest Options { get; init; }

    /// <summary>How far it has come.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>1 for the next job to be started; null unless it is queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Estimated wait; null unless it is queued, or while there is nothing to estimate from.</summary>
    public double? SecondsUntilStart { get; init; }

    /// <summary>The picture; null until it is finished.</summary>
    public JobResult? Result { get; init; }

    /// <summary>Why it failed, in one sentence.</summary>
    public string? Error { get; init; }

    /// <summary>Grows with every change of the job.</summary>
    public required long Revision { get; init; }

    /// <summary>The request that created it, to create it again.</summary>
    public JobRequest ToRequest() => new(Content, Styles, Options);
}

/// <summary>How far a job has come. The worker makes it after each evaluation; the database, the feed and the API pass the same record on.</summary>
public sealed record JobProgress
{
    /// <summary>Evaluations done.</summary>
    public int Evaluation { get; init; }

    /// <summary>Evaluations in all.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Share of the work that is done, 0 to 1: an evaluation counts by its pixels.</summary>
    public double Part { get; init; }

    /// <summary>The loss at the last evaluation; null before the first.</summary>
    public double? Loss { get; init; }

    /// <summary>Recent evaluations per second; null unless it is running.</summary>
    public double? Rate { get; init; }

    /// <summary>Estimated seconds until the end; null unless it is running.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The current level of the pyramid, from 1; 0 before the first evaluation.</summary>
    public int Level { get; init; }

    /// <summary>Levels in all.</summary>
    public required int Levels { get; init; }

    /// <summary>Number of the newest preview; 0 for none.</summary>
    public int Preview { get; init; }

    /// <summary>Seconds of computing so far, over all runs of the job.</summary>
    public double Seconds { get; init; }

    /// <summary>Something worth knowing that happened on the way, in one sentence: the job had to start over, or the optimization recovered.</summary>
    public string? Note { get; init; }
}

/// <summary>The picture that a job made.</summary>
/// <param name="Key">SHA-256 of everything that determines the picture; names its file.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Seconds">Seconds of computing, over all runs of the job.</param>
public sealed record JobResult(string Key, int Width, int Height, double Seconds);

/// <summary>Ids of jobs: 48 bits of time, then 80 random bits, in Crockford's base 32 (a lower-case ULID).</summary>
internal static class JobId
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly Lock Sync = new();
    private static UInt128 Last;

    /// <summary>A new id, which sorts after all that this process has made.</summary>
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        lock (Sync)
            Last = value = value > Last ? value : Last + 1;
        return string.Create(Length, value, static (text, rest) =>
        {
            for (var at = text.Length - 1; at >= 0; at--, rest >>= 5)
                text[at] = Digits[(int)(rest & 31)];
        });
    }
}
