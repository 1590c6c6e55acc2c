using System.Text.RegularExpressions;

namespace Atelier.Auditing;

/// <summary>Words and sentences of a text in any script.</summary>
internal static partial class Words
{
    /// <summary>The words in lower case: runs of letters and their marks. An apostrophe ends a word: "he's" has the word "he".</summary>
    public static IEnumerable<string> Split(string text) =>
        Word().Matches(text).Select(match => match.Value.ToLowerInvariant());

    /// <summary>The sentences: text that ends in a period, question mark or exclamation mark of any script.</summary>
    public static IReadOnlyList<string> Sentences(string text) => [.. SentenceEnd().Split(text).Where(sentence => sentence.Any(char.IsLetter))];

    [GeneratedRegex(@"[\p{L}\p{M}]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?…。！？।؟]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SentenceEnd();
}
