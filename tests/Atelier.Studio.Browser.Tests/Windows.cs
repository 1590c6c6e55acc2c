using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

/// <summary>Kinds of windows that people have.</summary>
internal static class Windows
{
    /// <summary>A laptop's.</summary>
    public static BrowserNewContextOptions Desktop(ColorScheme scheme = ColorScheme.Light) => new()
    {
        ViewportSize = new() { Width = 1440, Height = 900 },
        ColorScheme = scheme,
        Locale = "en-GB",
        ReducedMotion = ReducedMotion.Reduce,
    };

    /// <summary>A phone's.</summary>
    public static BrowserNewContextOptions Phone(ColorScheme scheme = ColorScheme.Light) => new()
    {
        ViewportSize = new() { Width = 390, Height = 844 },
        ColorScheme = scheme,
        Locale = "en-GB",
        ReducedMotion = ReducedMotion.Reduce,
        IsMobile = true,
        HasTouch = true,
        DeviceScaleFactor = 2,
    };
}
