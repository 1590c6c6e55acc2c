using System.Diagnostics;

namespace Atelier.Chaos;

/// <summary>Small programs of the system.</summary>
internal static class Tool
{
    /// <summary>Runs one to its end, which must come soon.</summary>
    /// <returns>Whether it did what it was to do.</returns>
    public static bool Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
