namespace Atelier.Cli;

/// <summary>Sizes for people.</summary>
internal static class ByteSize
{
    /// <summary>In bytes, KiB, MiB or GiB, for example <c>548.1 MiB</c>.</summary>
    public static string Text(long bytes) => bytes switch
    {
        < 1L << 10 => $"{bytes} B",
        < 1L << 20 => $"{bytes / (double)(1L << 10):0.0} KiB",
        < 1L << 30 => $"{bytes / (double)(1L << 20):0.0} MiB",
        _ => $"{bytes / (double)(1L << 30):0.0} GiB",
    };
}
