using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>All results on one sheet: a row for each photo and painting pair of columns, the networks side by side.</summary>
internal static class QualitySheet
{
    private const int Height = 240;
    private const int Width = 320;
    private const int Gap = 4;
    private const int PairGap = 20;

    /// <summary>Writes the sheet.</summary>
    public static void Save(string path, IReadOnlyList<QualityRow> rows, string folder)
    {
        using var scope = NewDisposeScope();
        var lines = rows.GroupBy(row => row.Content).Select(line => Line(line, folder)).ToList();
        var gap = ones(1, 3, PairGap, lines[0].shape[3]);
        ImageFile.Write(path, cat([.. lines.SelectMany(line => (Tensor[])[line, gap]).SkipLast(1)], 2), new() { Quality = 85 });
    }

    private static Tensor Line(IEnumerable<QualityRow> line, string folder)
    {
        List<Tensor> parts = [];
        foreach (var pair in line.GroupBy(row => row.Style))
        {
            if (parts.Count > 0)
                parts.Add(ones(1, 3, Height, PairGap));
            foreach (var (index, row) in pair.Index())
            {
                if (index > 0)
                    parts.Add(ones(1, 3, Height, Gap));
                using var image = ImageFile.Read(Path.Combine(folder, row.File));
                parts.Add(Cover(image));
            }
        }
        return cat([.. parts], 3);
    }

    private static Tensor Cover(Tensor image)
    {
        var ratio = Math.Max((double)Height / image.shape[2], (double)Width / image.shape[3]);
        using var scaled = Scaling.To(image, (int)Math.Ceiling(image.shape[2] * ratio), (int)Math.Ceiling(image.shape[3] * ratio));
        return Scaling.CenterCrop(scaled, Height, Width);
    }
}
