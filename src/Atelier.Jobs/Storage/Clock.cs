namespace Atelier.Jobs;

/// <summary>Times as the database stores them.</summary>
internal static class Clock
{
    /// <summary>Milliseconds since 1970.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The time of a number of milliseconds since 1970.</summary>
    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
