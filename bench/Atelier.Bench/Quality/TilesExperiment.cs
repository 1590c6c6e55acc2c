using System.Globalization;
using System.Runtime.InteropServices;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>A picture painted in tiles against the same in one piece: as near to the painting and the photo, and are there seams?</summary>
internal static class TilesExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "tiles";

    private const int Surroundings = 8;

    /// <summary>Paints, measures, and writes the pictures and <c>tiles.md</c>.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="vgg19">VGG-19's weight file.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="size">The results' longer side.</param>
    /// <param name="network">What paints: a weight file, or the embedded network's name.</param>
    public static int Run(string photo, string painting, string vgg19, string folder, int size, string network)
    {
        Directory.CreateDirectory(folder);
        using var judge = new Judge(vgg19, size);
        using var content = ImageFile.Read(photo);
        using var style = ImageFile.Read(painting);
        using var encoder = NetworkCatalog.LoadEncoder(network, new() { Padding = PaddingMode.Reflection });
        var rows = new List<string>();
        (double Style, double Content, torch.Tensor Image)? first = null;
        foreach (var more in (long[])[1L << 40, 700L << 20, 300L << 20])
        {
            encoder.FreeBuffers();
            NativeTorch.TrimMemory();
            using var stylizer = new Stylizer(encoder, new() { Size = size }) { MaxMemory = Environment.WorkingSet + more };
            StylizationPlan? plan = null;
            using var result = stylizer.Run(content, [style], new() { Planned = found => plan = found });
            ImageFile.Write(Path.Combine(folder, $"{plan!.Levels[^1].Tiles}-tiles.png"), result.Image);
            var (closed, distance) = judge.Look(content, style, result.Image);
            first ??= (1 - closed, distance, result.Image.clone());
            var borders = Borders(encoder, plan.Levels[^1], result.Image);
            var natural = Borders(encoder, plan.Levels[^1], first.Value.Image);
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {plan.Levels[^1].Tiles} | {1 - closed:0.0000} | {(1 - closed) / first.Value.Style:0.000} | {distance:0.000} | {distance / first.Value.Content:0.000} | {borders:0.000} | {borders / natural:0.000} | {result.Elapsed.TotalSeconds:0.0} |\n"));
            Console.Write(rows[^1]);
        }
        var text = $"# tiles\n\n{size} px by {encoder.Name}, in one piece and in tiles, judged by exact VGG-19: style and content distance; and how rough the picture\n"
            + $"is across the tiles' borders, relative to the {Surroundings} pixels on each side, and to the same lines of the picture in one piece\n\n"
            + $"{Environment.ProcessorCount} cores, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}\n\n"
            + "| tiles | style | ratio | content | ratio | borders | ratio | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n" + string.Concat(rows);
        first?.Image.Dispose();
        File.WriteAllText(Path.Combine(folder, "tiles.md"), text);
        return 0;
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
