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
    /// <param name="paintings">[1,3,h,w] in [0,1] each, of any size; empty for those that the network has learned.</param>
    /// <param name="request">Of which size, strength (0 to 1), colors, strokes, blend and seed count; the defaults where null.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="StylizationException">A setting is out of its range, there is no painting, one is a strip, or the blend has not a number for each.</exception>
    public InstantStyle See(IReadOnlyList<Tensor> paintings, StylizationRequest? request = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        request = (request ?? new()) with { Recipe = Recipe.Instant };
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        if (paintings.Count == 0 && _learned is not null)
            paintings = _learned.Paintings;
        StylizationInputs.CheckPaintings(request, paintings);
        var side = (int)Math.Round(request.Size * request.StyleScale);
        var scaled = paintings.Select(painting => StylizationInputs.StyleAt(painting, side)).Zip(StylizationInputs.Shares(request, paintings.Count)).ToList();
        // Their light is matched to each photo's where colors stay.
        if (request.Colors is ColorSource.Photo)
            return new(request, [], scaled);
        lock (_turn)
            return new(request, Describe(scaled, SizesOf(request)), []);
    }

    /// <summary>Paints a photo.</summary>
    /// <param name="photo">[1,3,H,W] in [0,1], of any size.</param>
    /// <param name="style">What <see cref="See"/> gave.</param>
    /// <param name="strength">How far the paintings prevail over the photo, 0 to 1; the request's where null.</param>
    /// <returns>[1,3,h,w] in [0,1], the longer side being the request's size; owned by the caller.</returns>
    /// <exception cref="StylizationException">The photo is too narrow a strip.</exception>
    public Tensor Paint(Tensor photo, InstantStyle style, double? strength = null) => Paint(photo, style, strength, null, CancellationToken.None);

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
        return new([.. Enumerable.Range(0, sizes).Select(size =>
        {
            var halvings = sizes - 1 - size;
            var tiles = _painter.Tiling(size, Padded(height, sizes) >> halvings, Padded(width, sizes) >> halvings).Tiles.Count;
            return new PyramidLevel(Math.Max(1, height >> halvings), Math.Max(1, width >> halvings), 1) { Tiles = tiles };
        })], limit);
    }

    internal Tensor Paint(Tensor photo, InstantStyle style, double? strength, Action<PaintedTile>? painted, CancellationToken stop)
    {
        if (photo.shape is not [1, 3, > 0 and var h, > 0 and var w])
            throw new ShapeException("[1,3,H,W]", photo.shape);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var request = style.Request;
        var share = Require.InRange(strength ?? request.Strength, 0.0, 1.0, nameof(strength));
        var (width, height) = request.ResultSize((int)w, (int)h);
        var isRecolored = request.Colors is ColorSource.Photo;
        var scaled = Scaling.To(photo, height, width);
        var seen = isRecolored ? LuminanceTransfer.Gray(scaled) : scaled;
        var sizes = SizesOf(request);
        var padded = Pad(seen, sizes);
        lock (_turn)
        {
            var known = isRecolored
                ? Describe([.. style.Paintings.Select(painting => (LuminanceTransfer.GrayLike(painting.Image, scaled), painting.Share))], sizes)
                : style.Sizes;
            padded = _painter.Paint(padded, known, share, (int)request.Seed, painted: painted, stop: stop);
        }
        var picture = Faded(padded.narrow(2, 0, height).narrow(3, 0, width), seen, share);
        return (isRecolored ? LuminanceTransfer.Recolor(picture, scaled) : picture).contiguous().MoveToOuterDisposeScope();
    }

    // How many sizes a picture is painted at, each twice the one before.
    private static int SizesOf(StylizationRequest request) => Math.Max(0, (int)Math.Round(Math.Log2((double)request.Size / FirstSide))) + 1;

    private IReadOnlyList<StageStyle> Describe(List<(Tensor Image, double Share)> paintings, int sizes)
    {
        var all = paintings.Select(painting => _painter.Describe(Pad(painting.Image, sizes), sizes)).ToList();
        return all.Count == 1
            ? all[0]
            : [.. Enumerable.Range(0, sizes).Select(size => StageStyle.Mix([.. all.Select(styles => styles[size])], [.. paintings.Select(painting => painting.Share)]))];
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
            List<Tensor> parts = [image];
            while (parts.Count * image.shape[dimension] < side)
                parts.Add(parts[^1].flip(dimension));
            image = parts.Count == 1 ? image : cat([.. parts], dimension).narrow(dimension, 0, side);
        }
        return image;
    }

    // Moments alone do not lead all the way back to the photo.
    private static Tensor Faded(Tensor picture, Tensor photo, double strength) =>
        strength == 1 ? picture : picture.Plus((photo - picture) * Number((1 - strength) * (1 - strength)));
}
