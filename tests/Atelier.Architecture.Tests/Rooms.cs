namespace Atelier.Architecture.Tests;

/// <summary>The rooms of the house, and which may reference which. Rooms that are not built yet are listed too.</summary>
internal static class Rooms
{
    /// <summary>Each room with the rooms that it may reference.</summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        ["Atelier.Core"] = [],
        ["Atelier.Kernels"] = ["Atelier.Core"],
        ["Atelier.Imaging"] = ["Atelier.Core"],
        ["Atelier.Models"] = ["Atelier.Core", "Atelier.Kernels"],
        ["Atelier.Data"] = ["Atelier.Core", "Atelier.Imaging"],
        ["Atelier.Training"] = ["Atelier.Core", "Atelier.Kernels", "Atelier.Data"],
        ["Atelier.Stylization"] = ["Atelier.Core", "Atelier.Kernels", "Atelier.Imaging", "Atelier.Models"],
        ["Atelier.Auditing"] = ["Atelier.Core"],
        ["Atelier.Runs"] =
        [
            "Atelier.Core", "Atelier.Kernels", "Atelier.Imaging", "Atelier.Models", "Atelier.Data", "Atelier.Training", "Atelier.Stylization", "Atelier.Auditing",
        ],
        ["Atelier.Jobs"] =
        [
            "Atelier.Core", "Atelier.Kernels", "Atelier.Imaging", "Atelier.Models", "Atelier.Stylization",
        ],
        ["Atelier.Studio"] = All,
        // One program for everything: `atelier studio` starts the studio.
        ["Atelier.Cli"] = [.. All, "Atelier.Studio"],
    };

    /// <summary>The front ends, which compute nothing themselves.</summary>
    public static IReadOnlyList<string> FrontEnds { get; } = ["Atelier.Cli", "Atelier.Studio"];

    private static string[] All =>
    [
        "Atelier.Core", "Atelier.Kernels", "Atelier.Imaging", "Atelier.Models", "Atelier.Data", "Atelier.Training", "Atelier.Stylization",
        "Atelier.Auditing", "Atelier.Runs", "Atelier.Jobs",
    ];
}
