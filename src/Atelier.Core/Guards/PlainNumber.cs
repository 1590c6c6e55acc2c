using System.Globalization;
using System.Numerics;

namespace Atelier.Core;

/// <summary>Numbers as programs write them: a period before the decimals, no separators of thousands, whatever the user's country.</summary>
/// <remarks>.NET's own default takes the comma of 0,5 for a separator of thousands, and reads 5.</remarks>
internal static class PlainNumber
{
    /// <summary>Reads a finite number; whole, for whole-number types.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, INumber<T> =>
        T.TryParse(text, Styles<T>(), CultureInfo.InvariantCulture, out value) && T.IsFinite(value);

    private static NumberStyles Styles<T>()
        where T : struct, INumber<T> =>
        T.IsInteger(T.CreateTruncating(0.5)) && T.IsZero(T.CreateTruncating(0.5)) ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
}
