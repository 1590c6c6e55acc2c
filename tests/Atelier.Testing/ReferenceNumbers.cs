using System.Text.Json;

namespace Atelier.Testing;

/// <summary>Numbers that a reference implementation gave, as JSON.</summary>
public static class ReferenceNumbers
{
    /// <summary>A file of the test project's folder Reference, by name, or any other by its full path.</summary>
    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", file))).RootElement;

    /// <summary>An array of numbers.</summary>
    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
