namespace Atelier.Jobs.Options;

/// <summary>The presets.</summary>
public static class Presets
{
    /// <summary>In the order of a menu; the one called <c>default</c> is <see cref="JobOptions"/> as it comes.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("default", "Balanced", "The photo stays itself, and the painting's strokes and colours are all over it.", new()),
    ];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public static Preset Find(string name) => All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new JobException(JobProblem.Invalid, $"There is no preset '{name}': use {string.Join(", ", All.Select(preset => preset.Name))}.");
}
