using System.Text.RegularExpressions;

namespace Atelier.Studio.Browser.Tests;

/// <summary>What a text must look like.</summary>
internal static class Text
{
    /// <summary>Has a part of this pattern.</summary>
    public static Regex Like(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
