using System.Diagnostics;

namespace Atelier.Bench.Harness;

/// <summary>The real command line, as a process of its own.</summary>
internal static class AtelierProgram
{
    /// <summary>Starts <c>atelier</c>, whose outputs are the caller's to read.</summary>
    /// <param name="arguments">Without the program's name.</param>
    public static Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "..", "..", "Atelier.Cli", "release", "atelier.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
