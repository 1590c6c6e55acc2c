using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>The largest resident set that a process has had, as Linux counts it.</summary>
public static class PeakMemory
{
    /// <summary>This process's peak (VmHWM) in MiB; NaN where the system has no <c>/proc</c>.</summary>
    public static double OfThisProcess() => Read("VmHWM:");

    /// <summary>What this process holds now (VmRSS) in MiB; NaN where the system has no <c>/proc</c>.</summary>
    public static double Current() => Read("VmRSS:");

    private static double Read(string field)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return double.NaN;
        var line = File.ReadLines(Status).First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
