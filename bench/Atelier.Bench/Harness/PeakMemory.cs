using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>The largest resident set that a process has had, as Linux counts it.</summary>
public static class PeakMemory
{
    /// <summary>This process's peak (VmHWM) in MiB; NaN where the system has no <c>/proc</c>.</summary>
    public static double OfThisProcess() => Read("VmHWM:");

    /// <summary>The peak in MiB of another process so far; NaN where it is gone, or the system has no <c>/proc</c>.</summary>
    public static double OfProcess(int id) => Read("VmHWM:", $"/proc/{id}/status");

    /// <summary>What this process holds now (VmRSS) in MiB; NaN where the system has no <c>/proc</c>.</summary>
    public static double Current() => Read("VmRSS:");

    private static double Read(string field, string status = "/proc/self/status")
    {
        if (!File.Exists(status))
            return double.NaN;
        // A process that is ending has a status without memory.
        var line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
