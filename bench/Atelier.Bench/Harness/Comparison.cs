namespace Atelier.Bench.Harness;

/// <summary>One row of a benchmark's table: a variant at a size, against the baseline.</summary>
/// <param name="Size">The images' side in pixels.</param>
/// <param name="Variant">The variant's name; a baseline's row has no speed-up, and ours follows it.</param>
/// <param name="Milliseconds">Median of its runs.</param>
/// <param name="Speedup">Against the baseline: median ratio with its range, or null for the baseline itself.</param>
/// <param name="PeakMebibytes">Peak resident memory of its process.</param>
/// <param name="OwnPeakMebibytes">The same, less what torch and the runtime take by themselves.</param>
/// <param name="Loss">The last run's loss.</param>
public sealed record Comparison(
    int Size, string Variant, double Milliseconds, PairedTiming? Speedup, double PeakMebibytes, double OwnPeakMebibytes, double Loss)
{
    /// <summary>Measures the last variant, which is ours, against each of the others, both in processes of their own.</summary>
    public static IEnumerable<Comparison> MeasureAll(IBenchmark benchmark, int size, int rounds)
    {
        var (baselines, ours) = (benchmark.Variants.SkipLast(1).ToArray(), benchmark.Variants[^1]);
        using var worker = new WorkerProcess(benchmark, ours, size);
        if (baselines is [])
        {
            worker.Run();
            var alone = PairedTiming.Median([.. Enumerable.Range(0, rounds).Select(_ => worker.Run())]);
            yield return Row(size, ours.Name, alone, null, worker);
        }
        foreach (var baseline in baselines)
        {
            using var other = new WorkerProcess(benchmark, baseline, size);
            var timing = PairedTiming.Measure(other.Run, worker.Run, rounds);
            yield return Row(size, baseline.Name, timing.BaselineMilliseconds, null, other);
            yield return Row(size, ours.Name, timing.VariantMilliseconds, timing, worker);
        }
    }

    private static Comparison Row(int size, string variant, double milliseconds, PairedTiming? speedup, WorkerProcess worker) =>
        new(size, variant, milliseconds, speedup, worker.PeakMebibytes, worker.OwnPeakMebibytes, worker.Loss);
}
