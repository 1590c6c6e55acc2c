using System.Text;
using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>Which columns of a table hold what.</summary>
public sealed record TableColumns
{
    /// <summary>The column of the truth; by default <c>label</c>.</summary>
    public string Label { get; init; } = "label";

    /// <summary>The column of the predictions; null, the default, for training data.</summary>
    public string? Prediction { get; init; }

    /// <summary>The columns of the attributes, each audited separately.</summary>
    public required IReadOnlyList<string> Attributes { get; init => field = Require.NotEmpty(value); }

    /// <summary>The columns of predicted attributes, in the order of <see cref="Attributes"/>; by default none.</summary>
    public IReadOnlyList<string> PredictedAttributes { get; init; } = [];

    /// <summary>What separates several labels in one cell, where an empty cell means no label; null, the default, if a cell holds one.</summary>
    public char? Separator { get; init; }

    /// <summary>What stands for an unknown value, besides an empty cell; by default nothing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Only rows with these values in these columns count; by default all rows do.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Where { get; init; } = [];

    /// <summary>The file's encoding; null, the default, for UTF-8 or what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }
}
