using Atelier.Core;

namespace Atelier.Imaging;

/// <summary>Whether libvips, which reads and writes images, loads on this machine.</summary>
/// <param name="Version">Its version; null where it does not load.</param>
/// <param name="Problem">Why it does not load; null where it does.</param>
public sealed record VipsCheck(string? Version, string? Problem)
{
    /// <summary>Loads libvips; a failure is reported, not thrown.</summary>
    public static VipsCheck Run()
    {
        try
        {
            return new VipsCheck(string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part))), null);
        }
        catch (Exception e)
        {
            return new VipsCheck(null, $"libvips does not load: {LoaderMessage.Essence(e)}");
        }
    }
}
