namespace Atelier.Core;

/// <summary>When to give up on a download.</summary>
public sealed record DownloadPatience
{
    /// <summary>How long the server may be silent before an attempt is abandoned; up to a day, 30 s by default.</summary>
    public TimeSpan StallTimeout
    {
        get;
        init => field = TimeSpan.FromSeconds(Require.InRange(value.TotalSeconds, 0.001, 86_400, nameof(StallTimeout)));
    }
    = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring less than a megabyte before the download fails; 5 by default.</summary>
    public int Attempts { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The pause before the second attempt, doubled for each further one; 1 s by default.</summary>
    public TimeSpan RetryDelay
    {
        get;
        init => field = TimeSpan.FromSeconds(Require.NonNegative(value.TotalSeconds, nameof(RetryDelay)));
    }
    = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that can be written into a folder.</summary>
    internal Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}
