namespace Atelier.Jobs;

/// <summary>The presets.</summary>
public static class Presets
{
    /// <summary>In the order of a menu; the one called <c>default</c> is <see cref="JobOptions"/> as it comes.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("quick", "Quick look", "A small picture within seconds, to find out whether photo and painting go together.", new() { Size = 256, Steps = 120 }),
        new("default", "Balanced", "The photo stays itself, and the painting's strokes and colors are all over it.", new()),
        new("bold", "Bold", "Large strokes; what is small in the photo dissolves in them.", new() { Strength = 2.5, StyleScale = 1.6 }),
        new("delicate", "Delicate", "Fine lines of the photo stay, and the painting is a tint and a texture over them.", new() { Strength = 0.3, Detail = 0.5 }),
        new("texture", "Texture", "Small strokes everywhere; the photo is a memory in them.", new() { Strength = 20, StyleScale = 0.7 }),
        new("large", "Large", "As balanced, at 1024 pixels, for looking at closely; takes several times as long.", new() { Size = 1024, Steps = 500 }),
    ];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public static Preset Find(string name) => All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new JobException(JobProblem.Invalid, $"There is no preset '{name}': use {string.Join(", ", All.Select(preset => preset.Name))}.");
}
