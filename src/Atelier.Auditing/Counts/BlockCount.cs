using System.Numerics;

namespace Atelier.Auditing;

/// <summary>
/// How many rows of a kind there are, and how they fall into <see cref="Blocks"/> random blocks of the table. The blocks can be
/// resampled without the rows, so that an interval costs the same for a thousand rows as for ten million.
/// </summary>
internal sealed class BlockCount
{
    /// <summary>Blocks of a table. An interval's width is uncertain by about 1/sqrt(2 * 128), 6 percent.</summary>
    public const int Blocks = 128;

    private readonly uint[] _blocks = new uint[Blocks];

    /// <summary>All rows of the kind.</summary>
    public long Total { get; private set; }

    /// <summary>Counts a row.</summary>
    /// <param name="block">The block that the row was dealt to; see <see cref="RowDealer"/>.</param>
    public void Add(int block)
    {
        _blocks[block]++;
        Total++;
    }

    /// <summary>The count where each block occurs <paramref name="times"/>.</summary>
    public double Resampled(ReadOnlySpan<uint> times)
    {
        var sum = Vector<uint>.Zero;
        for (var at = 0; at < Blocks; at += Vector<uint>.Count)
            sum += new Vector<uint>(_blocks, at) * new Vector<uint>(times[at..]);
        return Vector.Sum(sum);
    }
}
