namespace Atelier.Auditing.Tables;

/// <summary>How far a table is read.</summary>
/// <param name="Rows">Rows so far.</param>
/// <param name="Part">Part of the file, 0 to 1.</param>
public readonly record struct TableProgress(long Rows, double Part);
