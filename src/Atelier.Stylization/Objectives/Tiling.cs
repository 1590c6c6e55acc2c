using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>An image cut into tiles that the network sees one after the other, so that its features need not all be in memory.</summary>
/// <remarks>
/// Each tile is seen with as much of its surroundings as its features depend on. So they are those of the whole image, and what flows back
/// from them to the surroundings, summed over the tiles, is the whole image's gradient: tiles change nothing but the order of sums.
/// </remarks>
internal sealed class Tiling
{
    private readonly EncoderFootprint? _footprint;

    /// <param name="footprint">Of a pass with the layers that are looked at.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="side">Pixels of a tile's longer side at most, without its surroundings; at least 64.</param>
    /// <param name="beyond">Pixels around a feature that are looked at besides, by what is made of the features.</param>
    public Tiling(EncoderFootprint footprint, long height, long width, int side, int beyond = 0)
        : this(footprint, Cut(height, side, footprint, beyond), Cut(width, side, footprint, beyond))
    {
    }

    private Tiling(EncoderFootprint? footprint, IReadOnlyList<TileSpan> rows, IReadOnlyList<TileSpan> columns)
    {
        _footprint = footprint;
        Tiles = [.. from row in rows from column in columns select new Tile(row, column)];
        (Height, Width) = (rows[0].SeenLength, columns[0].SeenLength);
    }

    /// <summary>A single tile, for any encoder.</summary>
    public static Tiling Whole(long height, long width) =>
        new(null, [new(0, height, 0, height, height)], [new(0, width, 0, width, width)]);

    /// <summary>From the top left, row by row.</summary>
    public IReadOnlyList<Tile> Tiles { get; }

    /// <summary>Of each tile as the network sees it.</summary>
    public long Height { get; }

    /// <summary>Likewise.</summary>
    public long Width { get; }

    /// <summary>A tile's own features at a tap, without those of its surroundings.</summary>
    /// <param name="seen">Of the tile with its surroundings, [N,C,h,w].</param>
    /// <param name="tap">The layer.</param>
    /// <param name="tile">The tile.</param>
    public FeaturePiece Own(Tensor seen, string tap, Tile tile)
    {
        if (_footprint is null)
            return FeaturePiece.Whole(seen);
        var stride = _footprint.StrideAt(tap);
        return new(
            OwnPart(seen, tap, tile), tile.Rows.From / stride, tile.Columns.From / stride, tile.Rows.Whole / stride, tile.Columns.Whole / stride);
    }

    /// <summary>The tile's own part of a tensor as large as the features that the network sees of it, [N,C,h,w]; a view.</summary>
    public Tensor OwnPart(Tensor seen, string tap, Tile tile)
    {
        if (_footprint is null)
            return seen;
        var stride = _footprint.StrideAt(tap);
        return tile.Columns.Own(tile.Rows.Own(seen, 2, stride), 3, stride);
    }

    private static List<TileSpan> Cut(long length, int side, EncoderFootprint footprint, int beyond)
    {
        var (stride, count) = (footprint.Stride, (length + side - 1) / side);
        var reach = (footprint.Reach + beyond + stride - 1) / stride * stride;
        // Tiles begin where the pools' windows do; the last one has what is left.
        long[] starts = [.. Enumerable.Range(0, (int)count).Select(i => length * i / count / stride * stride), length];
        var longest = starts.Zip(starts.Skip(1), (from, to) => to - from).Max();
        // All are seen equally large, so that the encoder's buffers fit each.
        var seen = Math.Min(length, (longest + stride - 1) / stride * stride + 2 * reach + length % stride);
        return [.. starts.Zip(starts.Skip(1), (from, to) =>
        {
            var seenFrom = Math.Clamp(from - reach, 0, length - seen);
            return new TileSpan(from, to, seenFrom, seenFrom + seen, length);
        })];
    }
}

/// <summary>A part of an image.</summary>
/// <param name="Rows">From top to bottom.</param>
/// <param name="Columns">From left to right.</param>
internal sealed record Tile(TileSpan Rows, TileSpan Columns)
{
    /// <summary>The tile with its surroundings: a view of an image, [N,C,H,W].</summary>
    public Tensor Seen(Tensor image) =>
        image.narrow(2, Rows.SeenFrom, Rows.SeenLength).narrow(3, Columns.SeenFrom, Columns.SeenLength);

    /// <summary>The tile without them: likewise.</summary>
    public Tensor OwnOf(Tensor image) => image.narrow(2, Rows.From, Rows.To - Rows.From).narrow(3, Columns.From, Columns.To - Columns.From);
}

/// <summary>Rows or columns of a tile, in pixels of the image.</summary>
/// <param name="From">The first of its own.</param>
/// <param name="To">After the last of its own.</param>
/// <param name="SeenFrom">The first that the network sees.</param>
/// <param name="SeenTo">After the last that it sees.</param>
/// <param name="Whole">Of the image.</param>
internal readonly record struct TileSpan(long From, long To, long SeenFrom, long SeenTo, long Whole)
{
    public long SeenLength => SeenTo - SeenFrom;

    /// <summary>Of features every so many pixels that the network sees, the tile's own.</summary>
    public Tensor Own(Tensor seen, int dimension, int stride) =>
        seen.narrow(dimension, (From - SeenFrom) / stride, To / stride - From / stride);
}
