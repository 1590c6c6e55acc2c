namespace Atelier.Auditing;

/// <summary>How far a table is read.</summary>
/// <param name="Rows">Rows so far.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="TotalBytes">Of the file.</param>
public readonly record struct TableProgress(long Rows, long Bytes, long TotalBytes);
