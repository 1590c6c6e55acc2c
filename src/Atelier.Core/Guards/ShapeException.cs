namespace Atelier.Core;

/// <summary>A tensor does not have the shape that an operation works on.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <param name="expected">The shape as the operation documents it, for example <c>[N,C,H,W]</c>.</param>
    /// <param name="actual">The tensor's shape.</param>
    public ShapeException(string expected, ReadOnlySpan<long> actual)
        : base($"Expected a tensor of shape {expected}, but got [{string.Join(',', actual.ToArray())}].") =>
        (Expected, Actual) = (expected, actual.ToArray());

    /// <summary>The shape that the operation works on, as text.</summary>
    public string Expected { get; }

    /// <summary>The shape that it was given.</summary>
    public IReadOnlyList<long> Actual { get; }
}
