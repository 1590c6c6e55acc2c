using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Testing;

/// <summary>A small image set that is drawn, not stored: discs, squares and stripes of any color on noise.</summary>
public static class ShapesData
{
    /// <summary>The classes, in ordinal order.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["disc", "square", "stripes"];

    /// <summary>Writes a folder of PNG files for each class: <c>disc/0000.png</c> and so on.</summary>
    /// <param name="folder">Is made where it is missing.</param>
    /// <param name="perClass">Images of each class.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, int perClass = 20, int size = 32, int seed = 0)
    {
        var random = new Random(seed);
        for (var index = 0; index < perClass; index++)
            foreach (var kind in Classes)
                WriteOne(Path.Combine(folder, kind, $"{index:0000}.png"), Draw(kind, size, random), size);
        return folder;
    }

    private static void WriteOne(string path, float[] planes, int size)
    {
        using var image = torch.tensor(planes, [3, size, size]);
        ImageFile.Write(path, image);
    }

    private static float[] Draw(string kind, int size, Random random)
    {
        var planes = new float[3 * size * size];
        var (color, ground) = (Color(random, 0.5), Color(random, 0));
        var (x, y, radius) = (Between(random, 0.35, 0.65) * size, Between(random, 0.35, 0.65) * size, Between(random, 0.2, 0.32) * size);
        for (var row = 0; row < size; row++)
            for (var column = 0; column < size; column++)
            {
                var isInside = IsInside(kind, column + 0.5 - x, row + 0.5 - y, radius);
                for (var channel = 0; channel < 3; channel++)
                    planes[(channel * size + row) * size + column] = (float)((isInside ? color : ground)[channel] + Between(random, -0.05, 0.05));
            }
        return planes;
    }

    private static bool IsInside(string kind, double x, double y, double radius) => kind switch
    {
        "disc" => x * x + y * y <= radius * radius,
        "square" => Math.Max(Math.Abs(x), Math.Abs(y)) <= radius * 0.9,
        _ => Math.Abs(y) <= 1.4 * radius && Math.Floor(y / radius * 2.5) % 2 == 0,
    };

    private static double[] Color(Random random, double least) => [Between(random, least, least + 0.4), Between(random, least, least + 0.4), Between(random, least, least + 0.4)];

    private static double Between(Random random, double least, double most) => least + random.NextDouble() * (most - least);
}
