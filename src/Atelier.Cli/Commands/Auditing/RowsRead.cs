using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>Draws the reading of a table.</summary>
internal sealed class RowsRead(ProgressLine line, long bytes) : IProgress<double>
{
    private const double Megabyte = 1e6;

    /// <inheritdoc/>
    public void Report(double value) =>
        line.Report(new((long)(value * bytes / Megabyte), (long)Math.Ceiling(bytes / Megabyte)) { Part = value });

    /// <summary>Counts a file with a progress line.</summary>
    public static TableCounts Count(Invocation call, FileInfo file, TableColumns columns, CancellationToken stop)
    {
        using var line = call.Progress("MB");
        return TableCounts.Read(file.ToString(), columns, new RowsRead(line, file.Exists ? file.Length : 0), stop);
    }
}
