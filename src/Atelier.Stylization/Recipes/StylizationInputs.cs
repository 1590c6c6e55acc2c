using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Pictures and the request, made into objectives and first images for each size.</summary>
internal sealed class StylizationInputs
{
    /// <summary>That masks are for another recipe.</summary>
    private const string NoRegions = "Masks are for the recipes default and instant: leave them out, or use one of these.";

    private const int SmallestSide = StylizationRequest.ShortestSide;

    // The shorter side of a painting is enlarged to what the network can see, and the longer one with it.
    private readonly FeatureEncoder _encoder;
    private readonly Tensor _content;
    private readonly IReadOnlyList<Tensor> _styles;
    private readonly Tensor? _start;
    private readonly double[] _blend;
    private readonly Masks _masks;

    public StylizationInputs(FeatureEncoder encoder, StylizationRequest request, Tensor content, IReadOnlyList<Tensor> styles, Tensor? start, Masks? masks = null)
    {
        (_encoder, Request, _content, _styles, _start, _masks) = (encoder, request, content, styles, start, masks ?? Masks.None);
        foreach (var image in (IEnumerable<Tensor>)[content, .. styles, .. start is null ? [] : (Tensor[])[start]])
            if (image.shape is not [1, 3, _, _])
                throw new ShapeException("[1,3,H,W]", image.shape);
        foreach (var layers in (IReadOnlyList<LayerWeight>?[])[request.ContentLayers, request.StyleLayers])
            Check(layers);
        request.ResultSize((int)content.shape[3], (int)content.shape[2]);
        CheckPaintings(request, styles);
        if (request is { Recipe: Recipe.Lesson13, Kind: RequestKind.Stylize } && styles.Count != 1)
            throw new StylizationException("The recipe lesson13 takes one painting: name one, or use the recipe default.");
        if (request.Start is StartImage.Image && start is null)
            throw new StylizationException("The request asks to start from an image, but none is given.");
        _blend = Shares(request, styles.Count);
        if (_masks.Regions is not null && request.Recipe is not Recipe.Default)
            throw new StylizationException(NoRegions);
        _masks.Check(content, styles);
    }

    public StylizationRequest Request { get; }

    /// <summary>Refuses paintings that nobody can paint after.</summary>
    /// <exception cref="StylizationException">There is none, or one is a strip, or the blend has not a number for each.</exception>
    public static void CheckPaintings(StylizationRequest request, IReadOnlyList<Tensor> paintings)
    {
        foreach (var image in paintings.Where(image => image.shape is not [1, 3, > 0, > 0]))
            throw new ShapeException("[1,3,H,W]", image.shape);
        foreach (var style in paintings.Where(style => Aspect(style) > ImageFile.LargestAspect))
            throw new StylizationException($"A painting of {style.shape[3]}x{style.shape[2]} pixels is a strip: crop it, so that no side is more than {ImageFile.LargestAspect} times the other.");
        if (paintings.Count == 0 && request.StyleWeight + request.HistogramWeight > 0)
            throw new StylizationException("No painting is given: name at least one, or set the style weight and the histogram weight to 0.");
        Shares(request, paintings.Count);
    }

    /// <summary>How much each painting counts; 1 in all.</summary>
    public static double[] Shares(StylizationRequest request, int paintings)
    {
        var weights = request.Blend ?? [.. Enumerable.Repeat(1.0, paintings)];
        if (weights.Count != paintings || weights.Any(weight => !(weight >= 0)) || (paintings > 0 && weights.Sum() <= 0))
            throw new StylizationException($"{weights.Count} blend weights are given for {paintings} paintings: give one of 0 or more for each, not all 0.");
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    /// <summary>Height and width of a painting as large as it is looked at, beside a picture whose longer side is given.</summary>
    public static (long Height, long Width) StyleSize(Tensor image, int longSide)
    {
        var (height, width) = Proportional(image, longSide);
        if (Math.Min(height, width) >= SmallestSide)
            return (height, width);
        var factor = (double)SmallestSide / Math.Min(image.shape[2], image.shape[3]);
        return ((long)Math.Round(image.shape[2] * factor), (long)Math.Round(image.shape[3] * factor));
    }

    /// <summary>A painting as large as it is looked at, beside a result whose longer side has that many pixels.</summary>
    public static Tensor StyleAt(Tensor painting, int longSide)
    {
        var (height, width) = StyleSize(painting, longSide);
        return Scaling.To(painting, (int)height, (int)width);
    }

    /// <summary>How to paint within a memory.</summary>
    /// <param name="limit">Bytes that the process may take; null for no limit.</param>
    /// <exception cref="StylizationException">It is too little.</exception>
    public StylizationPlan Plan(long? limit)
    {
        // The lesson paints one small size.
        var planner = new Planner(Request.Recipe is Recipe.Lesson13 ? null : Model(), Request.HistorySize, limit, _encoder.KeptBytes);
        // From the largest on, so that what is refused is the picture and not a step towards it.
        return new([.. Request.Plan().Reverse().Select(size =>
        {
            var (height, width) = Request.Recipe is Recipe.Lesson13 ? (size.LongSide, size.LongSide) : SizeAt(size.LongSide);
            return planner.Plan(height, width, size.Evaluations);
        }).Reverse()], limit);
    }

    /// <summary>The way up the pyramid.</summary>
    /// <param name="plan">Of <see cref="Plan"/>.</param>
    public PyramidTask Task(StylizationPlan plan) => Request.Recipe is Recipe.Lesson13
        ? new Lesson13(_encoder).Task(Request, plan.Levels, _content, _styles, Fingerprint)
        : new(
            plan.Levels, First(), level => Objective(level.LongSide, level.TileSide),
            level => Pyramid.Optimizer(Request with { HistorySize = level.HistorySize }, level.Spared is not Sparing.None))
        {
            Fingerprint = Fingerprint,
        };

    /// <summary>Changes with each picture, setting and network.</summary>
    private string Fingerprint() => StylizationFingerprint.Compute(StylizationFingerprint.Probe(_encoder), Request, [_content, .. _styles, .. _start is null ? [] : (Tensor[])[_start], .. _masks.Tensors]);

    /// <summary>The photo's proportions, but for a strip that would vanish at small sizes.</summary>
    private (int Height, int Width) SizeAt(int longSide)
    {
        var (height, width) = Proportional(_content, longSide);
        return (Math.Max(SmallestSide, height), Math.Max(SmallestSide, width));
    }

    /// <summary>The first image, of any size, where the network is: noise is made for the smallest size, and has no detail for larger ones.</summary>
    private Tensor First()
    {
        using var scope = NewDisposeScope();
        var image = Request.Start switch
        {
            StartImage.Noise => Noise(),
            StartImage.Image => _start!,
            _ => _content,
        };
        return image.alias().to(_encoder.Device).MoveToOuterDisposeScope();   // Never the caller's tensor itself.
    }

    private Tensor Noise()
    {
        var (height, width) = SizeAt(Request.Plan()[0].LongSide);
        var noise = NoiseImage.Create(height, width, Request.Seed);
        return Request.Colors is ColorSource.Photo ? LuminanceTransfer.Gray(noise) : noise;
    }

    /// <summary>The objective at a size, owned by the caller.</summary>
    /// <param name="longSide">Pixels.</param>
    /// <param name="tileSide">See <see cref="Tiling"/>; null for one piece.</param>
    public PerceptualObjective Objective(int longSide, int? tileSide = null)
    {
        var (height, width) = SizeAt(longSide);
        var layers = DefaultLayers.For(_encoder);
        var content = Request.ContentWeight > 0 ? Content(height, width, Request.ContentLayers ?? layers.Content, tileSide) : [];
        var style = Style(longSide, Request.StyleLayers ?? layers.Style, tileSide);
        if (content.Count + style.Count == 0)
            throw new StylizationException("Both the content weight and the style weight are 0: there is nothing to paint.");
        return new PerceptualObjective(_encoder, content, style)
        {
            TotalVariationWeight = Request.TotalVariationWeight,
            Tiling = Tiling([.. content.Concat(style).Select(part => part.Item1)], height, width, tileSide),
            Changeable = _masks.Regions?.Coverage(height, width),
        };
    }

    private MemoryModel? Model()
    {
        var layers = DefaultLayers.For(_encoder);
        string[] content = Request.ContentWeight > 0 ? [.. (Request.ContentLayers ?? layers.Content).Select(layer => layer.Layer)] : [];
        string[] style = Request.StyleWeight + Request.HistogramWeight > 0 ? [.. (Request.StyleLayers ?? layers.Style).Select(layer => layer.Layer)] : [];
        return content.Length + style.Length > 0 && _encoder.FootprintOf([.. content, .. style]) is { } seen
            ? new(Request, seen, content, longSide => style is [] ? [] : [.. _styles.Select(image => StyleSize(image, StyleSide(longSide)))]) 
            {
                Masked = _masks.Any ? style : [],
                Sliced = Request is { StyleLoss: StyleLoss.Sliced } or { HistogramWeight: > 0 } ? style : [],
            }
            : null;
    }

    private static double Aspect(Tensor image) => (double)Math.Max(image.shape[2], image.shape[3]) / Math.Min(image.shape[2], image.shape[3]);

    private int StyleSide(int longSide) => (int)Math.Round(longSide * Request.StyleScale);

    private static (int Height, int Width) Proportional(Tensor image, int longSide)
    {
        var (height, width) = (image.shape[2], image.shape[3]);
        var factor = (double)longSide / Math.Max(height, width);
        return ((int)Math.Round(height * factor), (int)Math.Round(width * factor));
    }

    private void Check(IReadOnlyList<LayerWeight>? layers)
    {
        if (layers is null)
            return;
        if (layers.Any(layer => !(layer.Weight >= 0)) || !(layers.Sum(layer => layer.Weight) > 0))
            throw new StylizationException("The weights of the layers must be 0 or more, and not all 0.");
        if (layers.GroupBy(layer => _encoder.Resolve(layer.Layer)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new StylizationException($"The layer {twice.Key} is named twice: name it once, with a larger weight if it should count more.");
    }

    private List<(string, FeatureLoss)> Content(int height, int width, IReadOnlyList<LayerWeight> layers, int? tileSide)
    {
        using var scope = NewDisposeScope();
        var features = Look(Scaling.To(_content, height, width), layers, tileSide, (piece, whole) =>
        {
            whole ??= Empty(piece);
            piece.Of(whole).copy_(piece.Features);
            return whole;
        });
        var total = layers.Sum(layer => layer.Weight);
        return [.. layers.Select(layer =>
        {
            var target = features[layer.Layer];
            var weight = Finite(ContentLoss.RelativeWeight(target, Request.ContentWeight * layer.Weight / total), layer.Layer);
            return (layer.Layer, (FeatureLoss)new ContentLoss(target, weight));
        })];
    }

    private List<(string, FeatureLoss)> Style(int longSide, IReadOnlyList<LayerWeight> layers, int? tileSide) =>
    [
        .. Request.StyleWeight > 0 ? Style(longSide, layers, tileSide, StyleMeasure.Of(Request.StyleLoss, Request.Seed), Request.StyleWeight) : [],
        .. Request.HistogramWeight > 0 ? Style(longSide, layers, tileSide, StyleMeasure.Histograms, Request.HistogramWeight) : [],
    ];

    private List<(string, FeatureLoss)> Style(int longSide, IReadOnlyList<LayerWeight> layers, int? tileSide, StyleMeasure measure, double weight)
    {
        using var scope = NewDisposeScope();
        var (height, width) = SizeAt(longSide);
        var each = _styles.Select((image, index) => Statistics(image, StyleSide(longSide), layers, tileSide, measure, _masks.Regions is null ? _blend[index] : 1, index)).ToList();
        if (_masks.Regions is null)
        {
            var seen = _masks.OnPhoto(0, height, width);
            return Losses(layers, layer => each.Select(statistics => statistics[layer]).Aggregate((one, other) => one.Plus(other)), measure, seen is null ? weight : weight * PlaceWeights.SumOf(seen) / seen.numel(), seen);
        }
        // Each painting where it goes; every place counts as much as without masks, and paintings as the blend says.
        return [.. each.SelectMany((statistics, index) =>
        {
            var mask = _masks.OnPhoto(index, height, width)!;
            return Losses(layers, layer => statistics[layer], measure, weight * PlaceWeights.SumOf(mask) / mask.numel() * _blend[index] * each.Count, mask);
        })];
    }

    private static List<(string, FeatureLoss)> Losses(IReadOnlyList<LayerWeight> layers, Func<string, Tensor> targetOf, StyleMeasure measure, double weight, Tensor? mask)
    {
        var total = layers.Sum(layer => layer.Weight);
        return [.. layers.Select(layer =>
        {
            var target = targetOf(layer.Layer);
            var relative = Finite(measure.RelativeWeight(target, weight * layer.Weight / total), layer.Layer);
            return (layer.Layer, measure.Loss(target, relative, new PlaceWeights(mask)));
        })];
    }

    // A painting's share, by layer.
    private Dictionary<string, Tensor> Statistics(Tensor image, int longSide, IReadOnlyList<LayerWeight> layers, int? tileSide, StyleMeasure measure, double share, int painting)
    {
        using var scaled = StyleAt(image, longSide);
        using var seen = _masks.OnPainting(painting, scaled.shape[2], scaled.shape[3]);
        using var places = new PlaceWeights(seen);
        return Look(scaled, layers, tileSide, (piece, sum) =>
        {
            var part = measure.Sum(piece, places) * Number(share / measure.Count(piece, places));
            return sum?.add_(part, alpha: One) ?? part;
        });
    }

    // What is found at each layer, tile by tile of the image: null at first.
    private Dictionary<string, Tensor> Look(Tensor image, IReadOnlyList<LayerWeight> layers, int? tileSide, Func<FeaturePiece, Tensor?, Tensor> add)
    {
        string[] taps = [.. layers.Select(layer => layer.Layer)];
        var tiling = Tiling(taps, image.shape[2], image.shape[3], tileSide);
        var found = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var tile in tiling.Tiles)
        {
            using var scope = NewDisposeScope();
            using var pass = _encoder.Forward(tile.Seen(image), taps);
            foreach (var tap in taps)
            {
                var before = found.GetValueOrDefault(tap);
                var now = add(tiling.Own(pass.Features(tap), tap, tile), before);
                found[tap] = before is null ? now.MoveToOuterDisposeScope() : now;
            }
        }
        return found;
    }

    private Tiling Tiling(IReadOnlyList<string> taps, long height, long width, int? side) =>
        side is { } most && _encoder.FootprintOf(taps) is { } footprint ? new(footprint, height, width, most) : Stylization.Tiling.Whole(height, width);

    // Channels last, as the encoder's own.
    private static Tensor Empty(FeaturePiece piece) =>
        empty([piece.Features.shape[0], piece.WholeHeight, piece.WholeWidth, piece.Features.shape[1]], device: piece.Features.device).permute(0, 3, 1, 2);

    private static double Finite(double weight, string layer) => double.IsFinite(weight)
        ? weight
        : throw new StylizationException($"A picture's features at {layer} are not finite numbers: check the pictures, the network's weights and the layers' weights.");
}
