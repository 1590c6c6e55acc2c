namespace Atelier.Models;

/// <summary>Suggests what a mistyped name may have meant.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>The rest of a sentence: the nearest names, or all of them if none is close.</summary>
    public static string Suggest(string name, IReadOnlyList<string> known)
    {
        var near = known
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Take(Most)
            .Select(candidate => candidate.Name)
            .ToList();
        return near is [] ? $"use one of {string.Join(", ", known)}." : $"did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>How many characters must be inserted, deleted or replaced to turn one into the other (Levenshtein 1966), regardless of case.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var (i, letter) in from.Index())
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
