using System.ComponentModel;
using System.Diagnostics;

namespace Atelier.Cli;

/// <summary>The user's web browser.</summary>
internal static class Browser
{
    /// <summary>Opens a page if there is a screen; a browser that does not start is not an error.</summary>
    public static void TryOpen(string url)
    {
        if (Console.IsOutputRedirected || !HasScreen)
            return;
        try
        {
            using var opened = OperatingSystem.IsLinux()
                ? Process.Start(new ProcessStartInfo("xdg-open", [url]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
                : Process.Start(new ProcessStartInfo(url) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            // The address has been printed, and can be opened by hand.
        }
    }

    private static bool HasScreen =>
        !OperatingSystem.IsLinux()
        || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
}
