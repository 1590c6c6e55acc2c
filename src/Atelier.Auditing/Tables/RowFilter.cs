using System.Text;

namespace Atelier.Auditing;

/// <summary>Which rows of a table count, and which cells hold a value.</summary>
/// <param name="table">The table; its current row is looked at.</param>
/// <param name="columns">The conditions.</param>
internal sealed class RowFilter(CsvTable table, TableColumns columns)
{
    private readonly byte[][] _missing = [.. columns.Missing.Select(Encoding.UTF8.GetBytes)];
    private readonly (int Column, byte[] Value)[] _where = [.. columns.Where.Select(pair => (table.Column(pair.Key), Encoding.UTF8.GetBytes(pair.Value)))];

    /// <summary>Whether any rows are left out.</summary>
    public bool IsSelective => _where is not [];

    /// <summary>Whether the current row counts.</summary>
    public bool IsWanted()
    {
        foreach (var (column, value) in _where)
            if (!table.Bytes(column).SequenceEqual(value))
                return false;
        return true;
    }

    /// <summary>Whether a cell's value is unknown.</summary>
    public bool IsMissing(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return true;
        foreach (var missing in _missing)
            if (value.SequenceEqual(missing))
                return true;
        return false;
    }
}
