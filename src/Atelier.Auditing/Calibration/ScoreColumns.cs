using System.Text;

namespace Atelier.Auditing;

/// <summary>Which columns of a table of scores hold what.</summary>
public sealed record ScoreColumns
{
    /// <summary>The column of the truth.</summary>
    public string Label { get; init; } = "label";

    /// <summary>The column of the groups.</summary>
    public required string Attribute { get; init; }

    /// <summary>Columns that are neither, and hold no scores.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The columns of the scores, each called as its label; none for all others.</summary>
    public IReadOnlyList<string> Scores { get; init; } = [];

    /// <summary>What stands for a value that is not known, beside an empty cell; by default nothing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The file's encoding; null for UTF-8, or for what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }
}
