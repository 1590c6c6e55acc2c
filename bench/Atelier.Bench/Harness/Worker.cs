using System.Diagnostics;
using System.Globalization;
using Atelier.Core;

namespace Atelier.Bench.Harness;

/// <summary>The child process's side: sets one variant up, then runs it once for every line on standard input.</summary>
/// <remarks>
/// A process each, because what one variant does to the allocator, to torch's threads or to its caches would else be
/// measured in the other as well, and because a process has only one peak of memory.
/// </remarks>
public static class Worker
{
    /// <summary>Answers every line read with one line: milliseconds, loss, MiB at the peak, MiB before the set-up.</summary>
    public static int Serve(Variant variant, int size)
    {
        NativeTorch.EnsureLoaded();
        var before = PeakMemory.Current();
        using var workload = variant.Create(size);
        while (Console.ReadLine() is not null)
        {
            var clock = Stopwatch.StartNew();
            var loss = workload.Run();
            var milliseconds = clock.Elapsed.TotalMilliseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds:R} {loss:R} {workload.PeakMebibytes:R} {before:R}"));
        }
        return 0;
    }
}
