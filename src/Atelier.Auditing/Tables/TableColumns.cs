using System.Text;
using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>Which columns of a table hold what.</summary>
public sealed record TableColumns
{
    /// <summary>The column of the truth.</summary>
    public required string Label { get; init; }

    /// <summary>The column of the predictions; null in training data.</summary>
    public string? Prediction { get; init; }

    /// <summary>The columns of the attributes, each of which is audited.</summary>
    public required IReadOnlyList<string> Attributes { get; init => field = Require.NotEmpty(value); }

    /// <summary>The columns of predicted attributes, in the order of <see cref="Attributes"/>; by default none.</summary>
    public IReadOnlyList<string> PredictedAttributes { get; init; } = [];

    /// <summary>Between several labels in one cell; null where a cell holds one. An empty cell then means no label.</summary>
    public char? Separator { get; init; }

    /// <summary>What stands for a value that is not known, beside an empty cell; by default nothing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Only rows that have these values in these columns count; by default all rows.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Where { get; init; } = [];

    /// <summary>The file's encoding; null for UTF-8, or for what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }
}
