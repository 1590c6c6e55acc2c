namespace Atelier.Auditing;

/// <summary>What became of the pronouns of one gender.</summary>
/// <param name="From">The gender in the source.</param>
/// <param name="To">The gender in the translation; null where the pronoun is gone.</param>
/// <param name="Count">How many did.</param>
/// <param name="Share">Of the pronouns of the source's gender.</param>
public sealed record PronounFlow(string From, string? To, long Count, Estimate Share)
{
    /// <summary>Whether the gender is another now.</summary>
    public bool IsFlip => To is not null && To != From;
}
