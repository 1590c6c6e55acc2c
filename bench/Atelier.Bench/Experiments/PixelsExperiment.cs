using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Harness;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Bench.Experiments;

/// <summary>What an evaluation takes for each pixel, from small pictures to large ones, L-BFGS included.</summary>
internal static class PixelsExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "pixels";

    private const int Evaluations = 12;
    private const int WarmUp = 3;
    private static readonly int[] Sizes = [256, 512, 1024, 2048, 4096];

    /// <summary>Paints a few evaluations at each size, and writes <c>pixels.md</c>.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="network">What paints: a weight file, or the embedded network's name.</param>
    /// <param name="folder">Where the table goes; null for the terminal only.</param>
    public static int Run(string photo, string painting, string network, string? folder)
    {
        using var content = ImageFile.Read(photo);
        using var style = ImageFile.Read(painting);
        using var encoder = NetworkCatalog.LoadEncoder(network, new() { Padding = PaddingMode.Reflection });
        var text = $"# pixels\n\nan evaluation of the default recipe by {encoder.Name}, L-BFGS included: median of {Evaluations - WarmUp}\n\n"
            + $"{Machine.Description}\n\n"
            + "| size | tiles | ms | ns a pixel | of the least |\n| --- | --- | --- | --- | --- |\n";
        Console.Write(text);
        var rows = Sizes.Select(size =>
        {
            encoder.FreeBuffers();
            NativeTorch.TrimMemory();
            using var stylizer = new Stylizer(encoder, new() { Size = size, Levels = 1, Evaluations = Evaluations });
            var times = new Times();
            PyramidLevel? level = null;
            stylizer.Run(content, [style], new() { Progress = times, Planned = plan => level = plan.Levels[^1] }).Dispose();
            var milliseconds = times.Median(WarmUp);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size}: {milliseconds:0} ms"));
            return (Level: level!, Milliseconds: milliseconds, Nanoseconds: milliseconds * 1e6 / ((double)level!.Width * level.Height));
        }).ToList();
        var least = rows.Min(row => row.Nanoseconds);
        var lines = string.Concat(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Level.Width}x{row.Level.Height} | {row.Level.Tiles} | {row.Milliseconds:0} | {row.Nanoseconds:0} | {row.Nanoseconds / least:0.00} |\n")));
        Console.Write(lines);
        if (folder is not null)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "pixels.md"), text + lines);
        return 0;
    }

    private sealed class Times : IProgress<StylizationProgress>
    {
        private readonly List<long> _stamps = [];

        public void Report(StylizationProgress value) => _stamps.Add(Stopwatch.GetTimestamp());

        public double Median(int from) => PairedTiming.Median(
            [.. _stamps.Zip(_stamps.Skip(1), (before, after) => Stopwatch.GetElapsedTime(before, after).TotalMilliseconds).Skip(from)]);
    }
}
