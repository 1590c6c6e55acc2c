using System.Numerics;
using System.Runtime.CompilerServices;

namespace Atelier.Core;

/// <summary>Checks for option values, used in <c>init</c> accessors: each returns the value or throws.</summary>
public static class Require
{
    /// <summary>The value, which must be greater than zero (and finite, for real types).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative, infinite or not a number.</exception>
    public static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value > T.Zero ? value : throw OutOfRange(value, name, "greater than 0");

    /// <summary>The value, which must be zero or more (and finite, for real types).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static T NonNegative<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= T.Zero ? value : throw OutOfRange(value, name, "0 or more");

    /// <summary>The value, which must lie in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside, or is not a number.</exception>
    public static T InRange<T>(T value, T least, T most, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= least && value <= most ? value : throw OutOfRange(value, name, $"between {least} and {most}");

    /// <summary>The list, which must hold at least one item.</summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T> value, [CallerMemberName] string name = "") =>
        value is { Count: > 0 } ? value : throw new ArgumentException($"{name} must hold at least one item.", name);

    private static ArgumentOutOfRangeException OutOfRange<T>(T value, string name, string wanted) =>
        new(name, value, $"{name} must be {wanted}, but is {value}.");
}
