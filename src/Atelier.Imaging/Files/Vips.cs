using NetVips;

namespace Atelier.Imaging;

/// <summary>Sets libvips up for a long-running process that reports errors itself.</summary>
internal static class Vips
{
    // Native code holds the pointer for the life of the process.
    private static readonly Log.LogDelegate Silent = static (_, _, _) => { };

    static Vips()
    {
        // Results of past operations are never needed again here, and keeping them would hold images in memory.
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // Exceptions say all there is to say about a bad file.
        foreach (var domain in new[] { "VIPS", "GLib-GObject", "GLib" })
            Log.SetLogHandler(domain, NetVips.Enums.LogLevelFlags.AllButFatal, Silent);
    }

    /// <summary>Does the setup once, before the first use of an image.</summary>
    public static void EnsureReady()
    {
        // The static constructor has run.
    }
}
