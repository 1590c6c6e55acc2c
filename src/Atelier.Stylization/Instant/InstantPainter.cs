using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Paints with the instant network by the kernels of this processor, large pictures tile by tile.</summary>
/// <remarks>
/// Moments are those of the whole picture, and a pixel depends on its surroundings besides: so tiles change nothing but the order of sums.
/// Not safe for several threads at once.
/// </remarks>
/// <param name="network">Kept, not owned.</param>
/// <param name="encoder">The embedded network; kept, not owned.</param>
internal sealed class InstantPainter(InstantNetwork network, FeatureEncoder encoder) : IDisposable
{
    // Pixels of the longer side of a picture that is painted whole, at most; and else of tiles, without their surroundings. Larger ones are no faster.
    private const int LargestWhole = 1024;
    private const int UsualTile = 512;

    // What is painted depends on features this many pixels away, at most: two convolutions at a quarter of the size, one at half, two at the full
    // size, and the enlarged draft.
    private const int Beyond = 2 * 4 + 2 + 2 + 2;

    private readonly IKernels _kernels = EncoderKernels.Of(KernelChoice.Kind);
    private readonly Workspace _workspace = new(CPU, keeps: true);
    private (long, long) _kept;

    /// <summary>Sides of a picture that is painted at so many sizes are multiples of this.</summary>
    public static int Multiple(int sizes) => 2 << sizes;

    /// <summary>Pixels of tiles' longer side, at all sizes, for a picture that is as large at last; null where it is painted whole.</summary>
    public static int? TileSideFor(long height, long width) => Math.Max(height, width) > LargestWhole ? UsualTile : null;

    /// <summary>How a picture is cut at one of its sizes.</summary>
    /// <param name="stage">0 for the first, which is never cut.</param>
    /// <param name="height">Of the picture at this size.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="tileSide">Pixels of a tile's longer side at most; null for one piece.</param>
    public Tiling Tiling(int stage, long height, long width, int? tileSide) => stage > 0 && tileSide is { } side && Math.Max(height, width) > side
        ? new(encoder.FootprintOf(InstantNetwork.TapsOf(stage))!, height, width, side, Beyond)
        : Stylization.Tiling.Whole(height, width);

    /// <summary>What the stages need to know of a painting, from the smallest size to the largest.</summary>
    /// <param name="painting">[1,3,H,W] in [0,1], or packed (<see cref="PackedImage"/>); H and W in multiples of <see cref="Multiple"/>.</param>
    /// <param name="sizes">How many sizes are painted.</param>
    /// <param name="tileSide">As for <see cref="Tiling"/>; null, the default, for <see cref="TileSideFor"/>.</param>
    public IReadOnlyList<StageStyle> Describe(Tensor painting, int sizes, int? tileSide = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        KeepBuffers(false, 0, 0);
        tileSide ??= TileSideFor(painting.shape[2], painting.shape[3]);
        return [.. Sizes(painting, sizes).Select((image, size) =>
        {
            var style = Look(image, size, Tiling(size, image.shape[2], image.shape[3], tileSide));
            style.MoveToOuterDisposeScope();
            return style;
        })];
    }

    /// <summary>Paints.</summary>
    /// <param name="photo">[1,3,H,W], likewise.</param>
    /// <param name="painting">What <see cref="Describe"/> gave.</param>
    /// <param name="strength">How far the photo's moments go to the painting's: 0 to 1.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="tileSide">As for <see cref="Tiling"/>; null, the default, for <see cref="TileSideFor"/>.</param>
    /// <param name="painted">Called after each tile.</param>
    /// <param name="stop">Ends the work between tiles.</param>
    /// <returns>[1,3,H,W] in [0,1]; packed where the photo is, and painted in tiles.</returns>
    public Tensor Paint(
        Tensor photo, IReadOnlyList<StageStyle> painting, double strength = 1, int seed = 0, int? tileSide = null,
        Action<PaintedTile>? painted = null, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (height, width) = (photo.shape[2], photo.shape[3]);
        tileSide ??= TileSideFor(height, width);
        KeepBuffers(Tiling(painting.Count - 1, height, width, tileSide).Tiles.Count == 1, height, width);
        Tensor? draft = null;
        foreach (var (size, image) in Sizes(photo, painting.Count).Index())
        {
            using var level = NewDisposeScope();
            var tiling = Tiling(size, image.shape[2], image.shape[3], tileSide);
            var work = new Level(size, size == painting.Count - 1, image, painting[size], draft, tiling, strength, unchecked((seed * 31) + size), painted, stop);
            var picture = (tiling.Tiles.Count == 1 ? PaintWhole(work) : PaintTiles(work)).MoveToOuterDisposeScope();
            // What is large is not kept for longer than it is needed.
            draft?.Dispose();
            if (!work.IsLast)
                image.Dispose();
            if (!encoder.KeepsSizes)
                FreeBuffers();
            draft = picture;
        }
        return draft!.MoveToOuterDisposeScope();
    }

    public void Dispose() => _workspace.Dispose();

    // A picture as large as the one before finds its buffers, at all sizes; those of tiles are large, and not kept beside others.
    private void KeepBuffers(bool areKept, long height, long width)
    {
        if (!areKept || _kept != (height, width))
            FreeBuffers();
        (encoder.KeepsSizes, _kept) = (areKept, (height, width));
    }

    private void FreeBuffers()
    {
        encoder.FreeBuffers();
        _workspace.Clear();
    }

    private static IReadOnlyList<Tensor> Sizes(Tensor image, int count)
    {
        if (!PackedImage.Is(image))
            return InstantNetwork.Sizes(image, count);
        List<Tensor> sizes = [image];
        while (sizes.Count < count)
            sizes.Insert(0, PackedImage.Halved(sizes[0]));
        return sizes;
    }

    private Tensor PaintWhole(Level level)
    {
        level.Stop.ThrowIfCancellationRequested();
        var image = PackedImage.Floats(level.Image);
        using var pass = encoder.Forward(image, level.Taps);
        var photo = StageStyle.Of(image, pass, level.Taps);
        using var stage = Freeze(level, photo);
        var picture = Paint(level, stage, pass, level.Tiling.Tiles[0]);
        if (level.Size == 0)
            picture.add_(Underpainting.Change(picture, level.Goal(photo).Palette!), alpha: One).clamp_(Number(0), Number(1));
        level.Painted?.Invoke(new(level.Size, 1));
        return picture;
    }

    private Tensor PaintTiles(Level level)
    {
        using var stage = Freeze(level, Look(level.Image, level.Size, level.Tiling));
        var picture = PackedImage.RoomFor(level.Image, level.IsLast ? PackedImage.BitsFor(level.Image) : 16);
        foreach (var (index, tile) in level.Tiling.Tiles.Index())
        {
            level.Stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var pass = encoder.Forward(PackedImage.Floats(tile.Seen(level.Image)), level.Taps);
            var part = Paint(level, stage, pass, tile);
            PackedImage.Put(tile.OwnOf(picture), tile.Columns.Own(tile.Rows.Own(part, 2, 1), 3, 1));
            level.Painted?.Invoke(new(level.Size, index + 1));
        }
        return picture;
    }

    private Tensor Paint(Level level, FrozenStage stage, EncoderPass pass, Tile tile)
    {
        var (rows, columns) = (tile.Rows, tile.Columns);
        var draft = level.Draft is { } whole
            ? PackedImage.Floats(whole.narrow(2, rows.SeenFrom / 2, rows.SeenLength / 2).narrow(3, columns.SeenFrom / 2, columns.SeenLength / 2))
            : null;
        var grain = Grain.At(
            (int)rows.SeenFrom / 4, (int)columns.SeenFrom / 4, (int)rows.SeenLength / 4, (int)columns.SeenLength / 4,
            network.StageAt(level.Size).Widths.Grain, level.Seed);
        if (level.Strength < 1)
            grain.mul_(Number(level.Strength));
        var quarter = level.Taps.Skip(2).Select(tap => Layout.ChannelsLast(pass.Features(tap))).ToList();
        return stage.Paint(quarter, Layout.ChannelsLast(pass.Features(level.Taps[1])), draft, grain, _workspace).clamp_(Number(0), Number(1));
    }

    private FrozenStage Freeze(Level level, StageStyle photo)
    {
        using var scope = NewDisposeScope();
        var goal = level.Goal(photo);
        var moves = Transport.Between([.. photo.Taps.Skip(1)], [.. goal.Taps.Skip(1)]);
        return network.StageAt(level.Size).Freeze(_kernels, goal.Vector(), [.. moves.Skip(1)], moves[0]);
    }

    // Moments of all tiles as those of the whole.
    private StageStyle Look(Tensor image, int size, Tiling tiling)
    {
        var taps = InstantNetwork.TapsOf(size);
        using var scope = NewDisposeScope();
        MomentSum[] sums = [.. taps.Select(_ => new MomentSum())];
        try
        {
            foreach (var tile in tiling.Tiles)
            {
                using var look = NewDisposeScope();
                using var pass = encoder.Forward(PackedImage.Floats(tile.Seen(image)), taps);
                foreach (var (tap, sum) in taps.Zip(sums))
                    sum.Add(tiling.OwnPart(pass.Features(tap), tap, tile));
            }
            StageStyle style = new([.. sums.Select(sum => sum.ToMoments())], size == 0 ? StageStyle.PaletteOf(PackedImage.Floats(image)) : null);
            style.MoveToOuterDisposeScope();
            return style;
        }
        finally
        {
            foreach (var sum in sums)
                sum.Dispose();
        }
    }

    private sealed record Level(
        int Size, bool IsLast, Tensor Image, StageStyle Painting, Tensor? Draft, Tiling Tiling, double Strength, int Seed, Action<PaintedTile>? Painted, CancellationToken Stop)
    {
        public IReadOnlyList<string> Taps => InstantNetwork.TapsOf(Size);

        // What the picture is to be like.
        public StageStyle Goal(StageStyle photo) => Strength < 1 ? photo.Toward(Painting, Strength) : Painting;
    }
}

/// <summary>How far a painter is.</summary>
/// <param name="Size">0 for the smallest.</param>
/// <param name="Tile">Of this size, from 1.</param>
internal readonly record struct PaintedTile(int Size, int Tile);
