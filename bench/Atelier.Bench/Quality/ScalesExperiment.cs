using System.Globalization;
using System.Text.Json;
using Atelier.Bench.Harness;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>Does a small picture tell what a large one will look like? The large ones, reduced, against the small one.</summary>
internal static class ScalesExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "scales";

    private static readonly int[] Sizes = [256, 512, 1024, 2048];

    private sealed record Row(int Size, double Apart, IReadOnlyList<double> Closed, double Content, double Seconds);

    /// <summary>Paints each photo in the style of each painting at each size, measures, and writes the pictures and <c>scales.md</c>.</summary>
    /// <param name="images">A folder with <c>content/</c> and <c>style/</c>.</param>
    /// <param name="vgg19">VGG-19's weight file.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="settings">Of the pictures, as JSON; their size apart.</param>
    public static int Run(string images, string vgg19, string folder, string settings)
    {
        Directory.CreateDirectory(folder);
        using var judge = new Judge(vgg19, Sizes[0]);
        using var encoder = EmbeddedNetwork.Load(new() { Padding = PaddingMode.Reflection });
        var request = StylizationSchema.Default.Create(RequestKind.Stylize, changes: JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(settings)!);
        List<Row[]> pairs = [];
        foreach (var photo in QualityExperiment.Files(images, "content"))
        {
            foreach (var painting in QualityExperiment.Files(images, "style"))
            {
                pairs.Add(Paint(judge, encoder, request, photo, painting, folder));
                Console.Error.WriteLine(string.Join("  ", pairs[^1].Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Size}: {row.Apart:0.000} {row.Closed.Average():0.000} {row.Content:0.000} {row.Seconds:0.0}"))));
            }
        }
        var text = $"# scales\n\n{settings}: pictures reduced to {Sizes[0]} px, means over {pairs.Count} pairs. Apart: how far each is from the one of {Sizes[0]} px, blurred by 4 px,\n"
            + $"as a share of how far the photo is from that; style closed and content distance by exact VGG-19, at {string.Join(", ", judge.Sides)} px.\n\n{Machine.Description}\n\n"
            + "| painted at | apart | style closed | at half the size | at a quarter | content | seconds |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            + string.Concat(Sizes.Select((_, at) => Line([.. pairs.Select(rows => rows[at])])));
        Console.Write(text);
        File.WriteAllText(Path.Combine(folder, "scales.md"), text);
        return 0;
    }

    private static string Line(Row[] rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {rows[0].Size} | {rows.Average(row => row.Apart):0.000} | {rows.Average(row => row.Closed[0]):0.000} | {rows.Average(row => row.Closed[1]):0.000} | {rows.Average(row => row.Closed[2]):0.000} | {rows.Average(row => row.Content):0.000} | {rows.Average(row => row.Seconds):0.0} |\n");

    private static Row[] Paint(Judge judge, FeatureEncoder encoder, StylizationRequest request, string photo, string painting, string folder)
    {
        using var scope = NewDisposeScope();
        var (content, style) = (ImageFile.Read(photo), ImageFile.Read(painting));
        var before = Coarse(Scaling.LongSide(content, Sizes[0]));
        Tensor? first = null;
        return [.. Sizes.Select(size =>
        {
            using var stylizer = new Stylizer(encoder, request with { Size = size });
            var result = stylizer.Run(content, [style]);
            ImageFile.Write(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(photo)}--{Path.GetFileNameWithoutExtension(painting)}--{size}.png"), result.Image);
            var small = Scaling.To(result.Image, (int)before.shape[2], (int)before.shape[3]);
            first ??= Coarse(small);
            var seen = judge.Look(content, style, small);
            return new Row(size, Distance(Coarse(small), first) / Distance(before, first), seen.StyleClosed, seen.ContentDistance, result.Elapsed.TotalSeconds);
        })];
    }

    private static Tensor Coarse(Tensor image) => nn.functional.avg_pool2d(image, 5, stride: 1, padding: 2, count_include_pad: false);

    private static double Distance(Tensor one, Tensor other) => (one - other).pow(Number(2)).mean().sqrt().ToNumber();
}
