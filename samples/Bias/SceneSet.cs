using Atelier.Samples.Bias.Drawing;

namespace Atelier.Samples.Bias;

/// <summary>
/// Scenes in exact proportions: every activity is done twice as often in one color as in the other, and behind the same veils
/// in both.
/// </summary>
internal static class SceneSet
{
    // The part of the scenes that has no veil, the part that has one through which little is seen, and how opaque the thinnest is.
    private const double Unveiled = 0.4;
    private const double Translucent = 0.2;
    private const double Thinnest = 0.7;

    /// <summary>Makes scenes, the activities in turn.</summary>
    /// <param name="perActivity">A multiple of 3, which the proportions ask for.</param>
    /// <param name="seed">Of what they look like.</param>
    public static IReadOnlyList<Scene> Of(int perActivity, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. from index in Enumerable.Range(0, perActivity)
               from activity in Enumerable.Range(0, Scene.Activities.Count)
               let isOdd = (activity + (index % 3 == 2 ? 1 : 0)) % 2
               select new Scene(Scene.Activities[activity], Scene.Colors[isOdd], VeilAt((index / 3 + 0.5) / (perActivity / 3)), random.Next()),
        ];
    }

    /// <summary>Writes a folder as training reads it: <c>train</c> and <c>val</c> with a folder for each activity, and <c>clothes.csv</c>.</summary>
    /// <returns>The path of the table.</returns>
    public static string Write(string folder, IReadOnlyList<Scene> training, IReadOnlyList<Scene> validation, int size)
    {
        (string Name, Scene Scene)[] all = [.. Named("train", training), .. Named("val", validation)];
        Parallel.ForEach(all, file => ScenePainter.Write(file.Scene, size, Path.Combine(folder, file.Name)));
        var table = Path.Combine(folder, "clothes.csv");
        File.WriteAllLines(table, ["file,clothes", .. all.Select(file => $"{file.Name},{file.Scene.Clothes}")]);
        return table;
    }

    private static IEnumerable<(string Name, Scene Scene)> Named(string part, IReadOnlyList<Scene> scenes) =>
        scenes.Select((scene, index) => ($"{part}/{scene.Activity}/{index:0000}.png", scene));

    private static double VeilAt(double place) => place < Unveiled ? 0 : Math.Min(1, Thinnest + (1 - Thinnest) * (place - Unveiled) / Translucent);
}
