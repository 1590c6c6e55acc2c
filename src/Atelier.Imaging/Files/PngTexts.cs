using NetVips;

namespace Atelier.Imaging;

/// <summary>Texts within a PNG. libvips calls each <c>png-comment-NUMBER-KEYWORD</c>.</summary>
internal static class PngTexts
{
    private const string Prefix = "png-comment-";
    private const int LongestKeyword = 79;

    /// <summary>Whether both PNG and libvips accept the keyword.</summary>
    public static bool IsKeyword(string keyword) =>
        keyword.Length is > 0 and <= LongestKeyword && keyword.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') && keyword.Trim() == keyword;

    /// <summary>Whether a text chunk can hold the text unchanged: PNG's is Latin-1, and libvips passes UTF-8 on.</summary>
    public static bool IsText(string text) => text.All(c => c is >= ' ' and <= '~');

    /// <summary>The image with the texts; the caller disposes it.</summary>
    public static Image Add(Image image, IReadOnlyDictionary<string, string> texts) => image.Mutate(mutable =>
    {
        foreach (var (number, (keyword, text)) in texts.Index())
            mutable.Set(GValue.GStrType, $"{Prefix}{number}-{keyword}", text);
    });

    /// <summary>The texts of an image that was opened; of two with the same keyword, the first.</summary>
    public static IReadOnlyDictionary<string, string> Read(Image image)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in image.GetFields().Where(field => field.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (field[Prefix.Length..].Split('-', 2) is [_, var keyword] && image.Get(field) is string text)
                texts.TryAdd(keyword, text);
        }
        return texts;
    }
}
