using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Bench.Gpu;

/// <summary>Whether Atelier computes on a GPU what it computes on the CPU, and how fast: one table, to be run where there is one.</summary>
internal static class GpuCheck
{
    public const string Name = "gpu-check";

    /// <returns>0 if all is well, 1 if a check fails or the device cannot be used, 2 for a wrong command line.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (GpuOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine($"usage: {Name} [--device cuda|cpu] [--weights VGG19] [--size 512 2048] [--batch-size 32]");
            return 2;
        }
        try
        {
            var device = new ComputeSettings { Device = options.Device }.Apply();
            return Report(options, [.. new EncoderChecks(options, device).All, .. new RecipeChecks(options, device).All, .. new TrainingChecks(options, device).All]);
        }
        catch (AtelierException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Milliseconds of one run, the median of several after one to warm up.</summary>
    public static double Milliseconds(Action run, int times)
    {
        run();
        var all = Enumerable.Range(0, times).Select(_ => Seconds(run) * 1000).Order().ToArray();
        return all[all.Length / 2];
    }

    /// <summary>Seconds of one run.</summary>
    public static double Seconds(Action run)
    {
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A time and how many times as fast the device is.</summary>
    public static GpuRow Timing(string check, double device, double cpu, string unit) =>
        new(check, Text($"{device:0.0} {unit}"), Text($"{cpu:0.0} {unit}"), Text($"{cpu / device:0.0} times as fast"), double.IsFinite(device));

    /// <summary>Two values that should be the same.</summary>
    /// <param name="check">What they are.</param>
    /// <param name="device">The device's.</param>
    /// <param name="cpu">The CPU's.</param>
    /// <param name="difference">Between them, relative.</param>
    /// <param name="most">The greatest difference that is allowed.</param>
    public static GpuRow Comparison(string check, double device, double cpu, double difference, double most) =>
        new(check, Text($"{device:G6}"), Text($"{cpu:G6}"), Text($"differs by {difference:0.0E+0}, at most {most:0.0E+0}"), difference <= most);

    /// <summary>One of the sample pictures, [1,3,H,W]: beside the program when it is packed, in the checkout otherwise.</summary>
    public static Tensor Picture(string name)
    {
        var packed = Path.Combine(AppContext.BaseDirectory, "pictures", name);
        return ImageFile.Read(File.Exists(packed) ? packed : Path.Combine("samples", "pictures", name));
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Each check is shown when it is done, as some take minutes; the table comes last.
    private static int Report(GpuOptions options, IReadOnlyList<(string Name, Func<GpuRow> Run)> checks)
    {
        var rows = new List<GpuRow>();
        foreach (var (name, run) in checks)
        {
            Console.Error.Write($"{name} ... ");
            using (NewDisposeScope())
                rows.Add(Guarded(name, run));
            Console.Error.WriteLine(rows[^1].Passed ? "ok" : "FAILED");
        }
        string[][] cells =
        [
            ["check", options.Device, "CPU", "finding", ""],
            ["---", "---", "---", "---", "---"],
            .. rows.Select(row => (string[])[row.Check, row.Device, row.Cpu, row.Finding, row.Passed ? "ok" : "FAILED"]),
        ];
        var widths = Enumerable.Range(0, 5).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var row in cells)
            Console.WriteLine("| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))) + " |");
        var failed = rows.Count(row => !row.Passed);
        Console.WriteLine(failed == 0 ? $"All {rows.Count} checks passed." : $"{failed} of {rows.Count} checks failed.");
        return failed == 0 ? 0 : 1;
    }

    // A check that throws has failed; the others still have something to tell.
    private static GpuRow Guarded(string name, Func<GpuRow> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(name, "", "", $"{e.GetType().Name}: {e.Message.Split('\n')[0]}", Passed: false);
        }
    }
}
