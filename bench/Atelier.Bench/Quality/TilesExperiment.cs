using System.Globalization;
using Atelier.Bench.Harness;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>Pictures painted in tiles against the same in one piece: as near to the painting and the photo, and are there seams?</summary>
internal static class TilesExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "tiles";

    private const int Surroundings = 8;

    // Beyond what the process has: enough for one piece, for large tiles, and for small ones.
    private static readonly long[] Memories = [1L << 40, 700L << 20, 300L << 20];

    private sealed record Row(int Tiles, double Style, double Content, double Borders, double Seconds);

    /// <summary>Paints each photo in the style of each painting, measures, and writes the last pair's pictures and <c>tiles.md</c>.</summary>
    /// <param name="images">A folder with <c>content/</c> and <c>style/</c>.</param>
    /// <param name="vgg19">VGG-19's weight file.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="size">The results' longer side.</param>
    /// <param name="network">What paints: a weight file, or the embedded network's name.</param>
    public static int Run(string images, string vgg19, string folder, int size, string network)
    {
        Directory.CreateDirectory(folder);
        using var judge = new Judge(vgg19, size);
        using var encoder = NetworkCatalog.LoadEncoder(network, new() { Padding = PaddingMode.Reflection });
        List<Row[]> pairs = [];
        foreach (var photo in QualityExperiment.Files(images, "content"))
        {
            foreach (var painting in QualityExperiment.Files(images, "style"))
            {
                pairs.Add(Paint(judge, encoder, photo, painting, folder, size));
                Console.WriteLine(string.Join("  ", pairs[^1].Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Tiles}: {row.Style:0.0000} {row.Content:0.000} {row.Borders:0.000}"))));
            }
        }
        var text = $"# tiles\n\n{size} px by {encoder.Name}, in one piece and in tiles, means over {pairs.Count} pairs, judged by exact VGG-19: style and content distance; and how\n"
            + $"rough the pictures are across the tiles' borders, relative to the {Surroundings} pixels on each side, as a share of what the same lines have in one piece\n\n"
            + $"{Machine.Description}\n\n| tiles | style | of one piece's | content | of one piece's | borders | seconds |\n| --- | --- | --- | --- | --- | --- | --- |\n"
            + string.Concat(Memories.Select((_, at) => Line([.. pairs.Select(rows => rows[at])], [.. pairs.Select(rows => rows[0])])));
        Console.Write(text);
        File.WriteAllText(Path.Combine(folder, "tiles.md"), text);
        return 0;
    }

    private static string Line(Row[] rows, Row[] whole)
    {
        var (style, content) = (rows.Average(row => row.Style), rows.Average(row => row.Content));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {string.Join(" or ", rows.Select(row => row.Tiles).Distinct().Order())} | {style:0.0000} | {style / whole.Average(row => row.Style):0.000} | {content:0.000} | {content / whole.Average(row => row.Content):0.000} | {rows.Average(row => row.Borders):0.000} | {rows.Average(row => row.Seconds):0.0} |\n");
    }

    private static Row[] Paint(Judge judge, FeatureEncoder encoder, string photo, string painting, string folder, int size)
    {
        using var scope = NewDisposeScope();
        var (content, style) = (ImageFile.Read(photo), ImageFile.Read(painting));
        Tensor? whole = null;
        return [.. Memories.Select(more =>
        {
            encoder.FreeBuffers();
            NativeTorch.TrimMemory();
            using var stylizer = new Stylizer(encoder, new() { Size = size }) { MaxMemory = Environment.WorkingSet + more };
            PyramidLevel? level = null;
            var result = stylizer.Run(content, [style], new() { Planned = plan => level = plan.Levels[^1] });
            whole ??= result.Image;
            ImageFile.Write(Path.Combine(folder, $"{level!.Tiles}-tiles.png"), result.Image);
            var seen = judge.Look(content, style, result.Image);
            return new Row(level.Tiles, 1 - seen.StyleClosed[0], seen.ContentDistance, Borders(encoder, level, result.Image) / Borders(encoder, level, whole), result.Elapsed.TotalSeconds);
        })];
    }

    // Mean difference of neighbors across the borders, by that of the neighbors beside them.
    private static double Borders(FeatureEncoder encoder, PyramidLevel level, Tensor image)
    {
        using var scope = NewDisposeScope();
        var tiling = new Tiling(encoder.FootprintOf(["relu3_4"])!, level.Height, level.Width, level.TileSide ?? 256);
        var (across, beside) = (new List<double>(), new List<double>());
        Add(image.diff(dim: 2).abs().mean([0, 1, 3]), [.. tiling.Tiles.Select(tile => tile.Rows.From).Distinct().Where(at => at > 0)]);
        Add(image.diff(dim: 3).abs().mean([0, 1, 2]), [.. tiling.Tiles.Select(tile => tile.Columns.From).Distinct().Where(at => at > 0)]);
        return across.Average() / beside.Average();

        void Add(Tensor differences, long[] borders)
        {
            var values = differences.data<float>().ToArray();
            foreach (var border in borders)
            {
                across.Add(values[border - 1]);
                beside.AddRange(values[(int)(border - 1 - Surroundings)..(int)(border - 1)].Select(value => (double)value));
                beside.AddRange(values[(int)border..(int)(border + Surroundings)].Select(value => (double)value));
            }
        }
    }
}
