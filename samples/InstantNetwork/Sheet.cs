using System.Globalization;
using Atelier.Imaging;
using Atelier.Runs;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>Every photo after every painting: how well, and what it looks like.</summary>
internal static class Sheet
{
    private const int Cell = 240;

    /// <summary>Paints all pairs, writes a sheet, and says how much of the style is closed at each size.</summary>
    /// <param name="painter">Paints.</param>
    /// <param name="teacher">Judges.</param>
    /// <param name="sizes">How many are painted: the largest has 64 pixels, doubled so often.</param>
    /// <param name="photos">A folder.</param>
    /// <param name="paintings">A folder.</param>
    /// <param name="path">The sheet's file.</param>
    public static void Paint(InstantPainter painter, StyleTeacher teacher, int sizes, string photos, string paintings, string path)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (longest, multiple) = (64 << sizes, 2 << sizes);
        List<Tensor> rows = [];
        List<double[]> all = [];
        foreach (var photoFile in Files(photos))
        {
            List<Tensor> row = [];
            foreach (var paintingFile in Files(paintings))
            {
                using var pair = NewDisposeScope();
                var (photo, painting) = (Fit(ImageFile.Read(photoFile), longest, multiple), Fit(ImageFile.Read(paintingFile), longest, multiple));
                var picture = painter.Paint(photo, painter.Describe(painting, sizes));
                var figures = Judge(teacher, photo, painting, picture, sizes);
                all.Add(figures);
                Console.WriteLine($"{Path.GetFileNameWithoutExtension(photoFile)} after {Path.GetFileNameWithoutExtension(paintingFile)}: {Text(figures)}");
                row.Add(Scaling.CenterCrop(Scaling.ShortSide(picture, Cell), Cell, Cell).MoveToOuterDisposeScope());
            }
            rows.Add(cat([.. row], 3));
        }
        ImageFile.Write(path, cat([.. rows], 2), new() { Quality = 90 });
        Console.WriteLine($"Mean: {Text([.. Enumerable.Range(0, sizes + 1).Select(figure => all.Average(figures => figures[figure]))])}");
    }

    // Style closed from the largest size to the smallest, and the content's distance.
    private static double[] Judge(StyleTeacher teacher, Tensor photo, Tensor painting, Tensor picture, int sizes)
    {
        List<double> closed = [];
        var distance = 0.0;
        for (var size = 0; size < sizes; size++)
        {
            var (open, content, _) = teacher.Judge(picture, Targets.Of([teacher.See(photo, content: true)], [teacher.See(painting, content: false)]), contentWeight: 1, floor: 0);
            closed.Add(1 - open.item<float>());
            if (size == 0)
                distance = content.item<float>();
            (photo, painting, picture) = (nn.functional.avg_pool2d(photo, 2), nn.functional.avg_pool2d(painting, 2), nn.functional.avg_pool2d(picture, 2));
        }
        return [.. closed, distance];
    }

    private static string Text(double[] figures) => string.Create(
        CultureInfo.InvariantCulture, $"style closed {string.Join(", ", figures.SkipLast(1).Select(closed => closed.ToString("f3", CultureInfo.InvariantCulture)))}; content {figures[^1]:f3}");

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder).Order(StringComparer.Ordinal);

    private static Tensor Fit(Tensor image, int longest, int multiple)
    {
        var scale = (double)longest / Math.Max(image.shape[2], image.shape[3]);
        int Side(long side) => Math.Max(multiple, (int)Math.Round(side * scale / multiple) * multiple);
        return Scaling.To(image, Side(image.shape[2]), Side(image.shape[3]));
    }
}
