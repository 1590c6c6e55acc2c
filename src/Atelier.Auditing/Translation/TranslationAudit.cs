namespace Atelier.Auditing;

/// <summary>What a translation does to gendered pronouns.</summary>
public sealed record TranslationAudit
{
    /// <summary>Pairs of sentences.</summary>
    public required long Rows { get; init; }

    /// <summary>Pairs whose source has no gendered pronoun.</summary>
    public required long WithoutPronoun { get; init; }

    /// <summary>Pronouns in translations that no pronoun of the source stands for, by gender.</summary>
    public required IReadOnlyDictionary<string, long> Added { get; init; }

    /// <summary>All occupations together; null where no source has a gendered pronoun.</summary>
    public required OccupationAudit? All { get; init; }

    /// <summary>The occupations, those with the highest rate of flips first; those that are uncertain come last.</summary>
    public required IReadOnlyList<OccupationAudit> Occupations { get; init; }
}
