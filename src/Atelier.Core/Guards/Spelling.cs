namespace Atelier.Runs;

/// <summary>What someone may have meant.</summary>
internal static class Spelling
{
    /// <summary>The word that takes the fewest insertions, deletions and replacements of letters, regardless of case.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="words">At least one.</param>
    public static string Nearest(string written, IEnumerable<string> words) => words.MinBy(word => Distance(written, word))!;

    // Wagner and Fischer, 1974, one row at a time; a long text is not close to any word, so its end does not matter.
    private static int Distance(string a, string b)
    {
        a = a[..Math.Min(a.Length, 50)];
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 0; i < a.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i + 1);
            for (var j = 0; j < b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]);
                left = Math.Min(Math.Min(left, row[j + 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j + 1]) = (row[j + 1], left);
            }
        }
        return row[^1];
    }
}
