using System.Globalization;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>Estimates as text; empty if there is none.</summary>
internal static class Figure
{
    public static string Plain(Estimate? estimate, string format = "0.000") => estimate?.Value.ToString(format, CultureInfo.InvariantCulture) ?? "";

    public static string Signed(Estimate? estimate) => estimate?.Value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) ?? "";

    public static string Percent(Estimate? estimate) => estimate is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{estimate.Value * 100:0.0} %");

    public static string Ends(Estimate? estimate, string format = "0.000") =>
        estimate is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{estimate.Low.ToString(format, CultureInfo.InvariantCulture)} to {estimate.High.ToString(format, CultureInfo.InvariantCulture)}");
}
