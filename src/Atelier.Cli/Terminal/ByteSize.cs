using System.Globalization;

namespace Atelier.Cli;

/// <summary>Sizes for people.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    /// <summary>Bytes, from 6G, 6GiB, 1.5g, 800M or 4096; null where it is no size.</summary>
    /// <remarks>A kilobyte has 1024 bytes here, as memory is counted.</remarks>
    public static long? Parse(string text)
    {
        var upper = text.ToUpperInvariant();
        var number = upper.EndsWith("IB", StringComparison.Ordinal) ? upper[..^2] : upper.TrimEnd('B');
        var unit = number.Length > 0 ? Units.IndexOf(number[^1], StringComparison.Ordinal) : -1;
        if (unit >= 0)
            number = number[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * Math.Pow(1024, unit + 1) is < long.MaxValue and var bytes ? (long)bytes : null;
    }

    /// <summary>In bytes, KiB, MiB or GiB, for example <c>548.1 MiB</c>.</summary>
    public static string Text(long bytes) => bytes switch
    {
        < 1L << 10 => $"{bytes} B",
        < 1L << 20 => $"{bytes / (double)(1L << 10):0.0} KiB",
        < 1L << 30 => $"{bytes / (double)(1L << 20):0.0} MiB",
        _ => $"{bytes / (double)(1L << 30):0.0} GiB",
    };
}
