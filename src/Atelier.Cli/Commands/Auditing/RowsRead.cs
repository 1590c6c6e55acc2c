using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>A table's reading, drawn.</summary>
internal sealed class RowsRead(ProgressLine line) : IProgress<TableProgress>
{
    private const double Megabyte = 1e6;

    /// <inheritdoc/>
    public void Report(TableProgress value) =>
        line.Report(new((long)(value.Bytes / Megabyte), (long)Math.Ceiling(value.TotalBytes / Megabyte)) { Part = value.Bytes / Math.Max(1.0, value.TotalBytes) });

    /// <summary>Counts a file with a progress line.</summary>
    public static TableCounts Count(Invocation call, string path, TableColumns columns, CancellationToken stop)
    {
        using var line = call.Progress("MB");
        return TableReader.Read(path, columns, new RowsRead(line), stop);
    }
}
