using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Atelier.Training;

/// <summary>
/// One number for the whole network, or one per layer group, first layers first: <c>1e-2</c> or <c>[1e-4, 1e-3, 1e-2]</c>.
/// </summary>
[CollectionBuilder(typeof(GroupValues), nameof(Create))]
public sealed class GroupValues : IReadOnlyList<double>, IEquatable<GroupValues>
{
    private readonly ImmutableArray<double> _values;

    private GroupValues(ReadOnlySpan<double> values) => _values = [.. values];

    /// <summary>How many numbers there are: 1, or one for each layer group.</summary>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public double this[int index] => _values[index];

    /// <summary>The same number for every layer group.</summary>
    public static implicit operator GroupValues(double value) => new([value]);

    /// <summary>From numbers, at least one, each finite.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static GroupValues Create(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("At least one number is needed.", nameof(values));
        foreach (var value in values)
            if (!double.IsFinite(value))
                throw new ArgumentException($"Each number must be finite, but one is {value}.", nameof(values));
        return new(values);
    }

    /// <summary>The number for one group.</summary>
    /// <param name="group">0-based.</param>
    public double For(int group) => _values.Length == 1 ? _values[0] : _values[group];

    /// <inheritdoc/>
    public bool Equals(GroupValues? other) => other is not null && _values.AsSpan().SequenceEqual(other._values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupValues);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_values.Length, _values[0], _values[^1]);

    /// <summary>As written in a recipe.</summary>
    public override string ToString() => _values.Length == 1
        ? _values[0].ToString("R", CultureInfo.InvariantCulture)
        : $"[{string.Join(", ", _values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]";

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
