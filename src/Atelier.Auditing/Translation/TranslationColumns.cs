using System.Text;

namespace Atelier.Auditing;

/// <summary>Which columns of a table of translations hold what.</summary>
public sealed record TranslationColumns
{
    /// <summary>The column of the source sentences.</summary>
    public string Source { get; init; } = "source";

    /// <summary>The column of the same sentences after translation, there and back or into a language that the pronouns cover.</summary>
    public string Target { get; init; } = "target";

    /// <summary>The column of the occupations; null for one called occupation, where there is one.</summary>
    public string? Occupation { get; init; }

    /// <summary>The file's encoding; null for UTF-8, or for what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }
}
