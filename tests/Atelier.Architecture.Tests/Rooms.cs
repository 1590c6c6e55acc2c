namespace Atelier.Architecture.Tests;

/// <summary>The rooms of the house, and which may reference which. Rooms that are not built yet are listed too.</summary>
internal static class Rooms
{
    /// <summary>Each room with the rooms that it may reference.</summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        ["Atelier.Core"] = [],
        ["Atelier.Models"] = ["Atelier.Core"],
        ["Atelier.Training"] = ["Atelier.Core"],
        ["Atelier.Stylization"] = ["Atelier.Core", "Atelier.Models", "Atelier.Training"],
        ["Atelier.Auditing"] = ["Atelier.Core"],
        ["Atelier.Jobs"] = ["Atelier.Core", "Atelier.Models", "Atelier.Stylization", "Atelier.Training"],
        ["Atelier.Studio"] = All,
        // One program for everything: `atelier studio` starts the studio.
        ["Atelier.Cli"] = [.. All, "Atelier.Studio"],
    };

    /// <summary>The front ends, which compute nothing themselves.</summary>
    public static IReadOnlyList<string> FrontEnds { get; } = ["Atelier.Cli", "Atelier.Studio"];

    private static string[] All =>
        ["Atelier.Core", "Atelier.Models", "Atelier.Training", "Atelier.Stylization", "Atelier.Auditing", "Atelier.Jobs"];
}
