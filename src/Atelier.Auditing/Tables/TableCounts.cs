namespace Atelier.Auditing;

/// <summary>The counts of a table.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Rows read, out of those asked for.</param>
/// <param name="WithoutLabel">Rows without a label; nothing counts them.</param>
/// <param name="WithoutPrediction">Rows with a label but without a prediction; nothing counts them.</param>
/// <param name="Attributes">The counts for each attribute.</param>
public sealed record TableCounts(string Path, long Rows, long WithoutLabel, long WithoutPrediction, IReadOnlyList<Contingency> Attributes)
{
    /// <summary>Counts a CSV file as it streams by: memory grows with the labels and groups, not with the rows.</summary>
    /// <param name="path">The CSV file, with a header.</param>
    /// <param name="columns">Which columns hold what.</param>
    /// <param name="progress">Told now and then what part of the file has been read, 0 to 1.</param>
    /// <param name="stop">Stops within the file.</param>
    /// <exception cref="AuditException">The file is missing, damaged, empty, or lacks a column.</exception>
    public static TableCounts Read(string path, TableColumns columns, IProgress<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        using var table = CsvTable.Open(path, columns.Encoding);
        return new TableReader(table, columns).Read(progress, stop);
    }

    /// <summary>Audits each attribute.</summary>
    /// <param name="training">The training data, with the same attributes; if null, the truth of the predicted rows takes its place.</param>
    /// <param name="options">Margin and intervals; the defaults if null.</param>
    /// <param name="stop">Stops between labels.</param>
    /// <exception cref="AuditException">An attribute has fewer than two groups, so there is nothing to compare.</exception>
    public IReadOnlyList<AttributeAudit> Audit(TableCounts? training = null, AuditOptions? options = null, CancellationToken stop = default) =>
    [
        .. Attributes.Select((counts, at) => AuditException.Naming(Path, () => AttributeAudit.Compute(counts, training?.Attributes[at], options, stop))),
    ];
}
