using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Harness;
using Atelier.Imaging;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Bench.Experiments;

/// <summary>How fast pictures are painted in one pass: warm, beside the recipe <c>default</c>, from the command line, and a thousand of them.</summary>
internal static class InstantExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "instant";

    private const int Rounds = 21;
    private const int Pairs = 3;
    private const int Many = 1000;
    private const int Settled = 100;

    /// <summary>Measures, and writes <c>instant.md</c>.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="folder">Where the table goes; null for the terminal only.</param>
    public static int Run(string photo, string painting, string? folder)
    {
        using var content = ImageFile.Read(photo);
        using var style = ImageFile.Read(painting);
        var text = $"# instant\n\npictures in one pass, the painting being known; a picture of the recipe default beside it\n\n{Machine.Description}\n\n| | |\n| --- | --- |\n"
            + Line("512 x 512, ms", $"{Warm(content, style, 512, 512):0}")
            + Line("800 x 600, ms", $"{Warm(content, style, 800, 600):0}")
            + Line("of the recipe default's time, the photo's proportions, 512 px", Beside(content, style))
            + Line("`atelier stylize --recipe instant`, process included, s", $"{Program(photo, painting):0.00}")
            + Series(content, style);
        Console.Write(text);
        if (folder is not null)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "instant.md"), text);
        return 0;
    }

    private static string Line(string what, FormattableString figure) => $"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |\n";

    private static double Warm(torch.Tensor content, torch.Tensor style, int width, int height)
    {
        using var stylizer = new InstantStylizer();
        using var known = stylizer.See([style], new() { Size = width });
        using var frame = Scaling.To(content, height, width);
        return PairedTiming.Median([.. Enumerable.Range(0, Rounds + 3).Select(_ => Time(() => stylizer.Paint(frame, known).Dispose())).Skip(3)]);
    }

    // With the painting looked at each time, as the recipe default does.
    private static FormattableString Beside(torch.Tensor content, torch.Tensor style)
    {
        using var instant = new InstantStylizer();
        using var optimizer = new Stylizer();
        var timing = PairedTiming.Measure(
            () => Time(() => optimizer.Run(content, [style]).Dispose()),
            () => Time(() =>
            {
                using var known = instant.See([style]);
                instant.Paint(content, known).Dispose();
            }),
            Pairs);
        return $"1/{timing.Speedup:0} ({timing.VariantMilliseconds:0} ms, the painting included, and {timing.BaselineMilliseconds:0} ms)";
    }

    private static double Program(string photo, string painting)
    {
        var output = Path.Combine(Path.GetTempPath(), $"atelier-bench-{Environment.ProcessId}.png");
        var seconds = PairedTiming.Median([.. Enumerable.Range(0, 6).Select(_ => Time(() =>
        {
            using var program = AtelierProgram.Start("stylize", photo, painting, "-o", output, "--force", "--recipe", "instant");
            program.StandardError.ReadToEnd();
            program.WaitForExit();
        }) / 1000).Skip(1)]);
        File.Delete(output);
        return seconds;
    }

    private static string Series(torch.Tensor content, torch.Tensor style)
    {
        using var stylizer = new InstantStylizer();
        using var known = stylizer.See([style]);
        var (clock, settled) = (new Stopwatch(), 0.0);
        foreach (var (index, picture) in stylizer.Paint(Enumerable.Repeat(content, Many), known).Index())
        {
            picture.Dispose();
            if (index + 1 == Settled)
            {
                settled = PeakMemory.Current();
                clock.Start();
            }
        }
        var rate = (Many - Settled) / clock.Elapsed.TotalSeconds;
        return Line($"{Many} pictures of 512 px, a second", $"{rate:0.0}")
            + Line($"memory after {Settled} of them, and at the end, MiB", $"{settled:0}, {PeakMemory.Current():0}");
    }

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }
}
