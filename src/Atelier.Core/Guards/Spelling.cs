namespace Atelier.Core;

/// <summary>What someone may have meant.</summary>
internal static class Spelling
{
    /// <summary>The word that takes the fewest insertions, deletions and replacements of letters, regardless of case.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="words">At least one.</param>
    public static string Nearest(string written, IEnumerable<string> words) => words.MinBy(word => Distance(written, word))!;

    /// <summary>As <see cref="Nearest"/>, but null where that is another word altogether: where more than a third of its letters differ.</summary>
    public static string? Near(string written, IEnumerable<string> words) =>
        words.Where(word => 3 * Distance(written, word) <= Math.Max(written.Length, word.Length)).MinBy(word => Distance(written, word));

    /// <summary>How many letters must be inserted, deleted or replaced to turn one into the other (Wagner and Fischer 1974), regardless of case; a long text's end does not count.</summary>
    public static int Distance(string a, string b)
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
