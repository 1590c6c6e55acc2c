using System.Globalization;

namespace Atelier.Cli;

/// <summary>Large counts in readable form.</summary>
internal static class Amount
{
    /// <summary>Three digits and a unit, such as <c>23.8 M</c>.</summary>
    public static string Text(long count) => count switch
    {
        >= 1_000_000_000 => Scaled(count / 1e9, "G"),
        >= 1_000_000 => Scaled(count / 1e6, "M"),
        >= 1_000 => Scaled(count / 1e3, "k"),
        0 => "",
        _ => count.ToString(CultureInfo.InvariantCulture),
    };

    private static string Scaled(double value, string unit) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " " + unit;
}
