namespace Atelier.Jobs;

/// <summary>Times as the database has them.</summary>
internal static class Clock
{
    /// <summary>Milliseconds since 1970.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>For people.</summary>
    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
