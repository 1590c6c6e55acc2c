using System.Globalization;
using System.Net;

namespace Atelier.Auditing;

/// <summary>Text and numbers for a page. Names come from data: whatever they contain, they are shown and never interpreted.</summary>
internal static class Html
{
    /// <summary>Text with everything escaped that means something in HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A share as a percentage with one decimal place.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    /// <summary>A share for a style sheet.</summary>
    public static string Css(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 1) * 100:0.##}%");

    /// <summary>A change of share in points, with its sign.</summary>
    public static string Points(double change) => string.Create(CultureInfo.InvariantCulture, $"{change * 100:+0.0;−0.0;0.0}");

    /// <summary>A figure with three decimal places.</summary>
    public static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.000;−0.000;0.000}");

    /// <summary>A figure, or a dash if it is not defined.</summary>
    public static string Number(Estimate? estimate) => estimate is null ? "–" : Number(estimate.Value) + (estimate.IsUncertain ? "~" : "");

    /// <summary>The interval of a figure.</summary>
    public static string Ends(Estimate? estimate) => estimate is null ? "" : $"{Number(estimate.Low)} to {Number(estimate.High)}";
}
