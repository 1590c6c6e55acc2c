namespace Atelier.Core;

/// <summary>Finds what stands before a network's names in a file: <c>module.</c>, <c>_orig_mod.</c>, <c>model.</c>, <c>ema.</c> and whatever else people wrap networks in.</summary>
internal static class StateDictPrefix
{
    private static readonly string[] Copies = ["ema", "swa", "teacher", "average", "shadow", "momentum"];

    /// <summary>The prefix under which a file has most of a network's names; the network itself wins over averages of it, and the shortest prefix over others.</summary>
    /// <param name="found">The names in the file.</param>
    /// <param name="wanted">The names of the network.</param>
    /// <returns>Empty, or with a dot at its end.</returns>
    public static string Find(IReadOnlyCollection<string> found, IReadOnlyCollection<string> wanted)
    {
        var names = found.ToHashSet(StringComparer.Ordinal);
        var ends = wanted.ToHashSet(StringComparer.Ordinal);
        return found.SelectMany(name => PrefixesBefore(name, ends)).Append("").Distinct(StringComparer.Ordinal)
            .OrderByDescending(prefix => wanted.Count(name => names.Contains(prefix + name)))
            .ThenBy(prefix => prefix.Split('.').Count(part => Copies.Any(copy => part.Contains(copy, StringComparison.OrdinalIgnoreCase))))
            .ThenBy(prefix => prefix.Length)
            .ThenBy(prefix => prefix, StringComparer.Ordinal)
            .First();
    }

    private static IEnumerable<string> PrefixesBefore(string name, HashSet<string> ends)
    {
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            if (ends.Contains(name[(dot + 1)..]))
                yield return name[..(dot + 1)];
    }
}
