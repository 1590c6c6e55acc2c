namespace Atelier.Auditing;

/// <summary>Which columns of a ratio table hold what.</summary>
public sealed record RatioColumns
{
    /// <summary>The column of the labels; null for the first that is no number.</summary>
    public string? Label { get; init; }

    /// <summary>The column of the shares in the training data; null for the first whose name has "train" in it.</summary>
    public string? Training { get; init; }

    /// <summary>The columns of the shares in predictions, one for each stage; none for all other named columns of numbers.</summary>
    public IReadOnlyList<string> Predicted { get; init; } = [];

    /// <summary>Whose share it is.</summary>
    public string Group { get; init; } = "the group";

    /// <summary>Who the rest are.</summary>
    public string Rest { get; init; } = "the rest";
}
