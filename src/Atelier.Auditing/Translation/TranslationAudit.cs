using System.Text;

namespace Atelier.Auditing;

/// <summary>What a translation does to gendered pronouns.</summary>
public sealed record TranslationAudit
{
    /// <summary>Pairs of texts.</summary>
    public required long Rows { get; init; }

    /// <summary>Pairs whose source has no gendered pronoun.</summary>
    public required long WithoutPronoun { get; init; }

    /// <summary>Pronouns in translations with no counterpart in the source, by gender.</summary>
    public required IReadOnlyDictionary<string, long> Added { get; init; }

    /// <summary>All occupations together; null if no source has a gendered pronoun.</summary>
    public required OccupationAudit? All { get; init; }

    /// <summary>The occupations, highest rate of flips first; those that are uncertain come last.</summary>
    public required IReadOnlyList<OccupationAudit> Occupations { get; init; }

    /// <summary>Counts the gendered pronouns that a translation flips, by occupation and direction.</summary>
    /// <param name="pairs">One or more sentences, the same after translation, and whom they are about; empty if that is unknown.</param>
    /// <param name="pronouns">The pronouns; the English ones if null.</param>
    /// <param name="options">Intervals; the defaults if null.</param>
    public static TranslationAudit Compute(
        IEnumerable<(string Source, string Target, string Occupation)> pairs, Pronouns? pronouns = null, AuditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var auditor = new TranslationAuditor(pronouns, options);
        foreach (var (source, target, occupation) in pairs)
            auditor.Add(source, target, occupation);
        return auditor.Result();
    }

    /// <summary>Audits a file.</summary>
    /// <param name="path">A CSV file with a pair of texts in each row.</param>
    /// <param name="source">The column of the source sentences.</param>
    /// <param name="target">The column of the same sentences after translation, there and back or into a language that the pronouns cover.</param>
    /// <param name="occupation">The column of the occupations; null for one named occupation, if there is one.</param>
    /// <param name="encoding">The file's encoding; null for UTF-8 or what a byte order mark says.</param>
    /// <param name="pronouns">The pronouns; the English ones if null.</param>
    /// <param name="options">Intervals; the defaults if null.</param>
    /// <param name="stop">Stops within the file.</param>
    /// <exception cref="AuditException">The file is missing, damaged or not such a table.</exception>
    public static TranslationAudit Read(
        string path,
        string source = "source",
        string target = "target",
        string? occupation = null,
        Encoding? encoding = null,
        Pronouns? pronouns = null,
        AuditOptions? options = null,
        CancellationToken stop = default)
    {
        using var table = CsvTable.Open(path, encoding);
        var (from, to) = (table.Column(source), table.Column(target));
        var about = occupation is null ? table.Find("occupation") : table.Column(occupation);
        var auditor = new TranslationAuditor(pronouns, options);
        while (table.Read())
        {
            stop.ThrowIfCancellationRequested();
            auditor.Add(table.Text(from), table.Text(to), about < 0 ? "" : table.Text(about));
        }
        var audit = auditor.Result();
        return audit.Rows > 0 ? audit : throw new AuditException(path, "has a header but no rows.");
    }
}

/// <summary>What became of the pronouns for one occupation.</summary>
/// <param name="Occupation">Its name; empty if the row names none.</param>
/// <param name="Pronouns">Gendered pronouns in the sources.</param>
/// <param name="Flips">How many have another gender in the translation.</param>
/// <param name="FlipRate">Their share.</param>
/// <param name="Flows">By direction; the flips come first, most frequent first.</param>
public sealed record OccupationAudit(string Occupation, long Pronouns, long Flips, Estimate FlipRate, IReadOnlyList<PronounFlow> Flows);

/// <summary>What became of the pronouns of one gender.</summary>
/// <param name="From">The gender in the source.</param>
/// <param name="To">The gender in the translation; null if the pronoun is gone.</param>
/// <param name="Count">How many pronouns.</param>
/// <param name="Share">Their share of the source's pronouns of that gender.</param>
public sealed record PronounFlow(string From, string? To, long Count, Estimate Share)
{
    /// <summary>Whether the gender changed.</summary>
    public bool IsFlip => To is not null && To != From;
}
