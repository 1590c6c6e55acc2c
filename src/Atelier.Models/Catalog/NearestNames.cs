using Atelier.Core;

namespace Atelier.Models;

/// <summary>Suggests what a mistyped name may have meant.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>The rest of a sentence: the nearest names, or all of them if none is close.</summary>
    public static string Suggest(string name, IReadOnlyList<string> known)
    {
        var near = known
            .Select(candidate => (Name: candidate, Distance: Spelling.Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Take(Most)
            .Select(candidate => candidate.Name)
            .ToList();
        return near is [] ? $"use one of {string.Join(", ", known)}." : $"did you mean {string.Join(" or ", near)}?";
    }
}
