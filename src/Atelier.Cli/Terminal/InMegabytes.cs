using Atelier.Core;

namespace Atelier.Cli;

/// <summary>A download's progress, drawn.</summary>
internal sealed class InMegabytes(ProgressLine line) : IProgress<DownloadProgress>
{
    private const double Megabyte = 1e6;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        // Without a size, there is no part to draw: the count alone moves.
        if (value.Total is { } total)
            line.Report(new ProgressState((long)(value.Bytes / Megabyte), (long)Math.Ceiling(total / Megabyte)) { Part = value.Bytes / (double)total });
    }
}
