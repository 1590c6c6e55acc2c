using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Fuzz;

/// <summary>Has a target read inputs, and sees to what they cost.</summary>
/// <param name="target">The reader.</param>
/// <param name="folder">For its files.</param>
public sealed partial class Judge(FuzzTarget target, string folder)
{
    /// <summary>How long an input of a few kilobytes may take, on a busy machine.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Reads an input. A crash or a hang is for whoever watches this process.</summary>
    public Outcome Read(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var before = Resident("VmRSS:");
        ForgetPeak();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var outcome = ReadOnly(input);
        var seconds = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var grown = Math.Max(allocated, Resident("VmHWM:") - before);
        return outcome switch
        {
            { Fault: not null } => outcome,
            _ when seconds > Longest => outcome with { Fault = string.Create(CultureInfo.InvariantCulture, $"took {seconds.TotalSeconds:0.0} s.") },
            _ when grown > target.MostBytes => outcome with { Fault = $"took {grown >> 20} MiB." },
            _ => outcome,
        };
    }

    private Outcome ReadOnly(byte[] input)
    {
        try
        {
            return new($"read: {target.Read(input, folder)}", null);
        }
        catch (Exception e) when (target.IsRefusal(e))
        {
            return new($"{e.GetType().Name}: {Gist(e.Message)}", null);
        }
        catch (Exception e)
        {
            var place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Atelier.", StringComparison.Ordinal));
            return new($"{e.GetType().Name} {place}", $"threw {e}");
        }
    }

    // How a sentence begins, after the file's name and before it quotes the file.
    private static string Gist(string message)
    {
        var problem = message[(message.IndexOf(": ", StringComparison.Ordinal) + 1)..].Split('\'', '"', '(')[0];
        return Number().Replace(problem.Length > 24 ? problem[..24] : problem, "#");
    }

    [GeneratedRegex("[0-9][0-9.,]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Resident(string line) => !OperatingSystem.IsLinux()
        ? 0
        : long.Parse(File.ReadLines("/proc/self/status").First(text => text.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
}
