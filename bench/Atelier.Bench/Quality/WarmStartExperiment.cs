using System.Globalization;
using Atelier.Bench.Harness;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Bench.Quality;

/// <summary>Does the recipe default get further from the instant picture than from the photo? Evaluations, and time, to the same loss.</summary>
internal static class WarmStartExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "warm-start";

    // Of the usual number; and the sizes that are painted, as an instant picture has its large strokes already.
    private static readonly double[] Shares = [0.1, 0.2, 0.35, 0.5, 0.75, 1];
    private static readonly int[] Levels = [4, 2];

    /// <summary>Paints each photo in the style of each painting, and writes <c>warm-start.md</c>.</summary>
    /// <param name="images">A folder with <c>content/</c> and <c>style/</c>.</param>
    /// <param name="folder">Where to write.</param>
    public static int Run(string images, string folder)
    {
        using var instant = new InstantStylizer();
        using var encoder = EmbeddedNetwork.Load();
        List<string> lines = [];
        List<double[]> all = [];
        foreach (var contentFile in QualityExperiment.Files(images, "content"))
        {
            foreach (var styleFile in QualityExperiment.Files(images, "style"))
            {
                using var scope = torch.NewDisposeScope();
                var (photo, painting) = (ImageFile.Read(contentFile), ImageFile.Read(styleFile));
                using var known = instant.See([painting]);
                var warm = instant.Paint(photo, known);
                var usual = new StylizationRequest();
                using var cold = new Stylizer(encoder, usual).Run(photo, [painting]);
                var figures = Levels.SelectMany(levels => Least(encoder, usual with { Start = StartImage.Image, Levels = levels }, photo, painting, warm, cold)).ToArray();
                all.Add(figures);
                lines.Add(Line($"{Path.GetFileNameWithoutExtension(contentFile)} | {Path.GetFileNameWithoutExtension(styleFile)}", figures));
                Console.Error.Write(lines[^1]);
            }
        }
        var text = "# warm-start\n\nthe recipe default from the instant picture: evaluations, and the share of the time, to the loss that 300 evaluations from the photo reach; "
            + $"painted at four sizes, and at the two largest\n\n{Machine.Description}\n\n"
            + "| photo | painting | evaluations, four sizes | time | evaluations, two sizes | time |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
            + string.Concat(lines) + Line("**median** | ", [.. Enumerable.Range(0, all[0].Length).Select(figure => PairedTiming.Median(all.Select(figures => figures[figure])))]);
        Console.Write(text);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "warm-start.md"), text);
        return 0;
    }

    // Infinite where all evaluations do not suffice.
    private static double[] Least(FeatureEncoder encoder, StylizationRequest request, torch.Tensor photo, torch.Tensor painting, torch.Tensor start, StylizationResult cold)
    {
        foreach (var share in Shares)
        {
            var evaluations = (int)(request.Evaluations * share);
            using var result = new Stylizer(encoder, request with { Evaluations = evaluations }).Run(photo, [painting], start: start);
            if (result.Losses.Total <= cold.Losses.Total)
                return [evaluations, result.Elapsed / cold.Elapsed];
        }
        return [double.PositiveInfinity, double.PositiveInfinity];
    }

    private static string Line(string pair, double[] figures) => string.Create(
        CultureInfo.InvariantCulture, $"| {pair} | {Text(figures[0])} | {figures[1]:0.00} | {Text(figures[2])} | {figures[3]:0.00} |\n");

    private static string Text(double evaluations) => double.IsInfinity(evaluations) ? "not reached" : evaluations.ToString(CultureInfo.InvariantCulture);
}
