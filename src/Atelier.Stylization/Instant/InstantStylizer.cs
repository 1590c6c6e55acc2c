using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Paints photos after paintings in one pass through a network: a fraction of a second where <see cref="Stylizer"/> takes many.</summary>
/// <remarks>
/// Safe for several threads at once; they take turns, as one picture keeps all processors busy. Buffers stay from picture to picture.
/// <c>docs/instant-network.md</c> says how it works and how well.
/// </remarks>
/// <example>
/// <code>
/// using var stylizer = new InstantStylizer();
/// using var style = stylizer.See([ImageFile.Read("painting.jpg")]);
/// using var picture = stylizer.Paint(ImageFile.Read("photo.jpg"), style);
/// </code>
/// </example>
public sealed class InstantStylizer : IDisposable
{
    // The first stage has learned to paint pictures of this size.
    private const int FirstSide = 128;

    // Fewer rows say little at the smallest size.
    private const int FewestRows = 16;

    private readonly Lock _turn = new();
    private readonly FeatureEncoder _encoder;
    private readonly InstantNetwork _network;
    private readonly InstantPainter _painter;
    private readonly StyleFile? _learned;

    /// <summary>With the network that is built in, for any painting, or with one that has learned some.</summary>
    /// <param name="style">A file that <c>atelier learn</c> has written; null, the default, for the network that is built in.</param>
    /// <exception cref="WeightFileException">The file is missing, damaged, or of another kind.</exception>
    public InstantStylizer(string? style = null)
    {
        _learned = style is null ? null : StyleFile.Read(style);
        _network = _learned?.Network ?? InstantNetwork.Load();
        _encoder = EmbeddedNetwork.Load();
        _painter = new(_network, _encoder);
    }

    /// <summary>The files of the paintings that the network has learned; empty for the one that is built in.</summary>
    public IReadOnlyList<string> Learned => _learned?.Names ?? [];

    /// <summary>Looks at paintings, so as to paint after them.</summary>
    /// <param name="paintings">[1,3,h,w] or [1,4,h,w] in [0,1] each, of any size; empty for those that the network has learned.</param>
    /// <param name="request">Of which size, strength (0 to 1), colors, strokes, blend and seed count; the defaults where null.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="StylizationException">A setting is out of its range, there is no painting, one is a strip, or the blend has not a number for each.</exception>
    public InstantStyle See(IReadOnlyList<Tensor> paintings, StylizationRequest? request = null) => Look(paintings, request, tileSide: null);

    internal InstantStyle Look(IReadOnlyList<Tensor> paintings, StylizationRequest? request, int? tileSide)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        request = (request ?? new()) with { Recipe = Recipe.Instant };
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        if (paintings.Count == 0 && _learned is not null)
            paintings = _learned.Paintings;
        paintings = [.. paintings.Select(painting => Cutout.Of(painting).Colors)];
        StylizationInputs.CheckPaintings(request, paintings);
        var side = (int)Math.Round(request.Size * request.StyleScale);
        var sizes = SizesOf(request);
        var known = paintings.Zip(StylizationInputs.Shares(request, paintings.Count), (painting, share) =>
        {
            var (height, width) = StylizationInputs.StyleSize(painting, side);
            return (Image: (Func<Tensor>)(() => Scaled(painting, (int)height, (int)width, sizes)), share);
        }).ToList();
        // Their colors are matched to each photo's where those stay.
        if (Recoloring.NeedsPhoto(request.Colors))
            return new(request, [], [.. known.Select(painting => (painting.Image(), painting.share))]);
        lock (_turn)
            return new(request, Describe(known, sizes, tileSide), []);
    }

    /// <summary>Paints a photo.</summary>
    /// <param name="photo">[1,3,H,W] in [0,1], of any size, or [1,4,H,W] with transparency, which the picture keeps; or bytes (<see cref="ImageReadOptions.AsBytes"/>), for large pictures in little memory.</param>
    /// <param name="style">What <see cref="See"/> gave.</param>
    /// <param name="strength">How far the paintings prevail over the photo, 0 to 1; the request's where null.</param>
    /// <returns>
    /// [1,3,h,w] in [0,1], the longer side being the request's size; owned by the caller. Of a photo of bytes, a picture of more than 1024 pixels a side
    /// is of bytes too, which <see cref="ImageFile.Write(string, Tensor, ImageWriteOptions?)"/> takes.
    /// </returns>
    /// <exception cref="StylizationException">The photo is too narrow a strip.</exception>
    public Tensor Paint(Tensor photo, InstantStyle style, double? strength = null) => Paint(photo, style, strength, null, null, CancellationToken.None);

    /// <summary>Paints frames one after the other, each when it is asked for.</summary>
    /// <param name="frames">[1,3,H,W] in [0,1] each; the caller's.</param>
    /// <param name="style">What <see cref="See"/> gave.</param>
    /// <returns>As <see cref="Paint(Tensor, InstantStyle, double?)"/>; each is the caller's.</returns>
    public IEnumerable<Tensor> Paint(IEnumerable<Tensor> frames, InstantStyle style) => frames.Select(frame => Paint(frame, style));

    /// <inheritdoc/>
    public void Dispose()
    {
        _painter.Dispose();
        _network.Dispose();
        _learned?.Dispose();
        _encoder.Dispose();
    }

    /// <summary>How a photo of that size is painted.</summary>
    internal StylizationPlan Plan(StylizationRequest request, int photoHeight, int photoWidth, long? limit)
    {
        var (width, height) = request.ResultSize(photoWidth, photoHeight);
        var sizes = SizesOf(request);
        var usual = InstantPainter.TileSideFor(Padded(height, sizes), Padded(width, sizes));
        return new InstantPlanner((stage, high, wide, side) => _painter.Tiling(stage, high, wide, side ?? usual), request.Colors is ColorSource.Linear or ColorSource.Histogram).Plan(
            [.. Enumerable.Range(0, sizes).Select(size =>
            {
                var halvings = sizes - 1 - size;
                return ((Math.Max(1, height >> halvings), Math.Max(1, width >> halvings)), (Padded(height, sizes) >> halvings, Padded(width, sizes) >> halvings));
            })],
            limit);
    }

    internal Tensor Paint(Tensor photo, InstantStyle style, double? strength, int? tileSide, Action<PaintedTile>? painted, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var cutout = Cutout.Of(photo);
        return cutout.Over(PaintColors(cutout.Colors, style, strength, tileSide, painted, stop)).MoveToOuterDisposeScope();
    }

    private Tensor PaintColors(Tensor photo, InstantStyle style, double? strength, int? tileSide, Action<PaintedTile>? painted, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var request = style.Request;
        var share = Require.InRange(strength ?? request.Strength, 0.0, 1.0, nameof(strength));
        var (width, height) = request.ResultSize((int)photo.shape[3], (int)photo.shape[2]);
        var isRecolored = Recoloring.NeedsPhoto(request.Colors);
        var sizes = SizesOf(request);
        var scaled = Scaled(photo, height, width, sizes);
        var seen = Pad(request.Colors is ColorSource.Photo ? PackedImage.Map(scaled, LuminanceTransfer.Gray) : scaled, sizes);
        Tensor picture;
        lock (_turn)
        {
            var known = isRecolored
                ? Describe([.. style.Paintings.Select(painting => ((Func<Tensor>)(() => Recolored(request.Colors, painting.Image, scaled)), painting.Share))], sizes, tileSide)
                : style.Sizes;
            picture = _painter.Paint(seen, known, share, (int)request.Seed, tileSide, painted, stop);
        }
        // A picture that is packed stays so, for a photo that was.
        var result = PackedImage.Is(photo) && PackedImage.Is(picture) ? picture.narrow(2, 0, height).narrow(3, 0, width) : empty(1, 3, height, width);
        for (var top = 0; top < height; top += PackedImage.Rows)
        {
            using var step = NewDisposeScope();
            var rows = Math.Min(PackedImage.Rows, height - top);
            Tensor Part(Tensor image) => PackedImage.Floats(image.narrow(2, top, rows).narrow(3, 0, width));
            var part = Faded(Part(picture), Part(seen), share);
            PackedImage.Put(result.narrow(2, top, rows), request.Colors is ColorSource.Photo ? LuminanceTransfer.Recolor(part, Part(scaled)) : part);
        }
        // Others look at all of the picture before they change any of it.
        if (request.Colors is ColorSource.Linear or ColorSource.Histogram)
            PackedImage.Put(result, Recoloring.Picture(request.Colors, PackedImage.Floats(result), PackedImage.Floats(scaled), Masks.None));
        return result.MoveToOuterDisposeScope();
    }

    // How many sizes a picture is painted at, each twice the one before.
    private static int SizesOf(StylizationRequest request) => Math.Max(0, (int)Math.Round(Math.Log2((double)request.Size / FirstSide))) + 1;

    private IReadOnlyList<StageStyle> Describe(List<(Func<Tensor> Image, double Share)> paintings, int sizes, int? tileSide)
    {
        var all = paintings.Select(painting =>
        {
            using var scope = NewDisposeScope();
            var styles = _painter.Describe(Pad(painting.Image(), sizes), sizes, tileSide);
            foreach (var style in styles)
                style.MoveToOuterDisposeScope();
            return styles;
        }).ToList();
        return all.Count == 1
            ? all[0]
            : [.. Enumerable.Range(0, sizes).Select(size => StageStyle.Mix([.. all.Select(styles => styles[size])], [.. paintings.Select(painting => painting.Share)]))];
    }

    // As large as it is seen; packed where it is seen in tiles.
    private static Tensor Scaled(Tensor image, int height, int width, int sizes) =>
        InstantPainter.TileSideFor(Padded(height, sizes), Padded(width, sizes)) is null
            ? Scaling.To(PackedImage.Floats(image), height, width)
            : (image.dtype, image.shape[2], image.shape[3]) == (ScalarType.Byte, height, width)
                ? image.alias()
                : PackedImage.Of(channel => Scaling.To(PackedImage.Floats(image.narrow(1, channel, 1)), height, width), PackedImage.BitsFor(image));

    private static Tensor Recolored(ColorSource colors, Tensor painting, Tensor photo)
    {
        using var scope = NewDisposeScope();
        var recolored = Recoloring.Painting(colors, PackedImage.Floats(painting), PackedImage.Floats(photo));
        return (PackedImage.Is(painting) ? PackedImage.Of(channel => recolored.narrow(1, channel, 1), PackedImage.BitsFor(painting)) : recolored).MoveToOuterDisposeScope();
    }

    private static int Padded(int side, int sizes)
    {
        var multiple = InstantPainter.Multiple(sizes);
        return Math.Max((side + multiple - 1) / multiple * multiple, FewestRows << (sizes - 1));
    }

    // To sides that can be halved as often as needed: beside the image stands its mirror image, whose moments are the same.
    private static Tensor Pad(Tensor image, int sizes)
    {
        foreach (var dimension in (int[])[2, 3])
        {
            var side = Padded((int)image.shape[dimension], sizes);
            var length = image.shape[dimension];
            List<Tensor> parts = [image];
            for (var missing = side - length; missing > 0; missing -= length)
            {
                var taken = Math.Min(length, missing);
                parts.Add(parts[^1].narrow(dimension, length - taken, taken).flip(dimension));
            }
            image = parts.Count == 1 ? image : cat([.. parts], dimension);
        }
        return image;
    }

    // Moments alone do not lead all the way back to the photo.
    private static Tensor Faded(Tensor picture, Tensor photo, double strength) =>
        strength == 1 ? picture : picture.Plus((photo - picture) * Number((1 - strength) * (1 - strength)));
}
