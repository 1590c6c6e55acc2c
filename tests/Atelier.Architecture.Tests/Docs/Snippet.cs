using System.Text.RegularExpressions;

namespace Atelier.Architecture.Tests;

/// <summary>A program as the documentation prints it: a block of C# that begins with its usings, and those that continue it.</summary>
/// <param name="Page">The page, relative to the checkout.</param>
/// <param name="Line">The line of the page on which its first block begins.</param>
/// <param name="Code">The code of its blocks, in order.</param>
internal sealed partial record Snippet(string Page, int Line, string Code)
{
    private const string Fence = "```";

    /// <summary>The programs of one page. A block without usings continues the program above it.</summary>
    public static IReadOnlyList<Snippet> OnPage(string page)
    {
        var programs = new List<Snippet>();
        foreach (var (line, code) in Blocks(File.ReadAllLines(Checkout.Path(page))))
        {
            if (programs.Count == 0 || UsingDirective().IsMatch(code))
                programs.Add(new(page, line, code));
            else
                programs[^1] = programs[^1] with { Code = $"{programs[^1].Code}\n{code}" };
        }
        return programs;
    }

    /// <summary>The pages on which people look for code: the README files and <c>docs</c>.</summary>
    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Checkout.Root, "README.md")
            .Concat(Directory.EnumerateFiles(Checkout.Path("docs"), "*.md"))
            .Concat(Directory.EnumerateFiles(Checkout.Path("src"), "README.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(int Line, string Code)> Blocks(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start] != $"{Fence}csharp")
                continue;
            var end = Array.IndexOf(lines, Fence, start);
            yield return (start + 1, string.Join('\n', lines[(start + 1)..end]));
            start = end;
        }
    }

    [GeneratedRegex(@"^using (static )?[\w.]+;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingDirective();
}
