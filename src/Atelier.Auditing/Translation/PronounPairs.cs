namespace Atelier.Auditing;

/// <summary>Which pronoun of a source became which of a translation.</summary>
internal static class PronounPairs
{
    /// <summary>
    /// Pairs of genders. Sentences are compared one by one if both texts have the same number, and so are the pronouns of two
    /// sentences; otherwise the alignment with the fewest changes is used. Null stands for a missing pronoun.
    /// </summary>
    public static IEnumerable<(string? From, string? To)> Find(string source, string translation, Pronouns pronouns)
    {
        var (from, to) = (Words.Sentences(source), Words.Sentences(translation));
        return from.Count == to.Count
            ? from.Zip(to, (one, other) => Align(pronouns.In(one), pronouns.In(other))).SelectMany(pairs => pairs)
            : Align(pronouns.In(source), pronouns.In(translation));
    }

    private static IEnumerable<(string? From, string? To)> Align(IReadOnlyList<string> from, IReadOnlyList<string> to) =>
        from.Count == to.Count ? from.Zip(to, (one, other) => ((string?)one, (string?)other)) : FewestChanges(from, to);

    // Levenshtein's table, walked back from its end.
    private static List<(string? From, string? To)> FewestChanges(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var costs = new int[from.Count + 1, to.Count + 1];
        for (var i = 0; i <= from.Count; i++)
            for (var j = 0; j <= to.Count; j++)
                costs[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(costs[i - 1, j - 1] + Change(from[i - 1], to[j - 1]), 1 + Math.Min(costs[i - 1, j], costs[i, j - 1])),
                };
        List<(string?, string?)> pairs = [];
        for (var (i, j) = (from.Count, to.Count); i > 0 || j > 0;)
        {
            if (i > 0 && j > 0 && costs[i, j] == costs[i - 1, j - 1] + Change(from[i - 1], to[j - 1]))
                pairs.Add((from[--i], to[--j]));
            else if (i > 0 && costs[i, j] == costs[i - 1, j] + 1)
                pairs.Add((from[--i], null));
            else
                pairs.Add((null, to[--j]));
        }
        pairs.Reverse();
        return pairs;
    }

    private static int Change(string from, string to) => from == to ? 0 : 1;
}
