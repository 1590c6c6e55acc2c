namespace Atelier.Bench.Harness;

/// <summary>One row of a benchmark's table: a variant at a size, against the baseline.</summary>
/// <param name="Size">The images' side in pixels.</param>
/// <param name="Variant">The variant's name; the baseline's own row has no speed-up.</param>
/// <param name="Milliseconds">Median of its runs.</param>
/// <param name="Speedup">Against the baseline: median ratio with its range, or null for the baseline itself.</param>
/// <param name="PeakMebibytes">Peak resident memory of its process.</param>
/// <param name="OwnPeakMebibytes">The same, less what torch and the runtime take by themselves.</param>
/// <param name="Loss">The last run's loss.</param>
public sealed record Comparison(
    int Size, string Variant, double Milliseconds, PairedTiming? Speedup, double PeakMebibytes, double OwnPeakMebibytes, double Loss)
{
    /// <summary>Measures every variant against the first, each in a process of its own.</summary>
    public static IEnumerable<Comparison> MeasureAll(IBenchmark benchmark, int size, int rounds)
    {
        var variants = benchmark.Variants;
        using var baseline = new WorkerProcess(benchmark.Name, variants[0].Name, size);
        if (variants.Count == 1)
        {
            baseline.Run();
            var alone = PairedTiming.Median([.. Enumerable.Range(0, rounds).Select(_ => baseline.Run())]);
            yield return Row(size, variants[0].Name, alone, null, baseline);
        }
        foreach (var variant in variants.Skip(1))
        {
            using var worker = new WorkerProcess(benchmark.Name, variant.Name, size);
            var timing = PairedTiming.Measure(baseline.Run, worker.Run, rounds);
            yield return Row(size, variants[0].Name, timing.BaselineMilliseconds, null, baseline);
            yield return Row(size, variant.Name, timing.VariantMilliseconds, timing, worker);
        }
    }

    private static Comparison Row(int size, string variant, double milliseconds, PairedTiming? speedup, WorkerProcess worker) =>
        new(size, variant, milliseconds, speedup, worker.PeakMebibytes, worker.OwnPeakMebibytes, worker.Loss);
}
