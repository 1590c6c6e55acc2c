using System.Diagnostics;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Paints a photo in the style of paintings, by optimizing its pixels against a network's features, from small to large.</summary>
/// <example>
/// <code>
/// using var stylizer = new Stylizer();   // or over NetworkCatalog.LoadEncoder("vgg19")
/// using var result = stylizer.Run(ImageFile.Read("photo.jpg"), [ImageFile.Read("painting.jpg")]);
/// ImageFile.Write("out.png", result.Image);
/// </code>
/// </example>
public sealed class Stylizer : IDisposable
{
    private readonly FeatureEncoder _encoder;
    private readonly StylizationRequest _request;
    private readonly bool _ownsEncoder;
    private InstantStylizer? _painter;

    /// <summary>Sees with <see cref="EmbeddedNetwork"/>.</summary>
    /// <param name="request">The recipe <c>default</c> where it is null.</param>
    public Stylizer(StylizationRequest? request = null)
        : this(EmbeddedNetwork.Load(), request) => _ownsEncoder = true;

    /// <summary>Sees with a network of the caller's.</summary>
    /// <param name="encoder">Kept, not owned; made with <see cref="StylizationRequest.EncoderOptions"/> for the best picture.</param>
    /// <param name="request">The recipe <c>default</c> where it is null.</param>
    /// <exception cref="StylizationException">A setting is out of its range.</exception>
    /// <exception cref="ArgumentException">The encoder lacks a layer that the request names.</exception>
    public Stylizer(FeatureEncoder encoder, StylizationRequest? request = null) =>
        (_encoder, _request) = (encoder, EffectiveRequest.For(encoder, Valid(request ?? new(), encoder)));

    /// <summary>What it paints, with strength, detail, aspect and layer worked into weights and layers.</summary>
    public StylizationRequest Request => _request;

    /// <summary>Bytes of memory that the process may take; null, the default, for what is free on the processor's side, less a reserve.</summary>
    /// <remarks>Where a picture does not fit at once, the network sees it in tiles, and the optimizer remembers fewer steps, in fewer digits.</remarks>
    public long? MaxMemory { get; init => field = value is { } bytes ? Require.Positive(bytes, nameof(MaxMemory)) : null; }

    /// <summary>Where each painting goes, and what of it counts; null, the default, for all of each everywhere. For <see cref="Recipe.Default"/>, and but for what of paintings counts, <see cref="Recipe.Instant"/>.</summary>
    public Regions? Regions { get; init; }

    /// <summary>For <see cref="Recipe.Instant"/>: a file that <c>atelier learn</c> has written, whose paintings need not be given again; null, the default, for the network that is built in.</summary>
    public string? Style { get; init; }

    /// <summary>Stylizes.</summary>
    /// <param name="content">The photo, [1,3,H,W] in [0,1], or [1,4,H,W] with transparency, which the picture keeps; for <see cref="Recipe.Instant"/> also as bytes, as <see cref="InstantStylizer.Paint(Tensor, InstantStyle, double?)"/> says.</param>
    /// <param name="styles">The paintings, [1,3,h,w] or [1,4,h,w] each, of any size, which count where they are opaque; empty for a reconstruction, and where a style file has them.</param>
    /// <param name="callbacks">Progress, previews, checkpoints.</param>
    /// <param name="start">The first image where <see cref="StylizationRequest.Start"/> asks for one, of any size.</param>
    /// <param name="resume">Where an earlier run stopped, with the same inputs and request.</param>
    /// <param name="stop">Ends the run after the current evaluation, with the best image so far.</param>
    /// <exception cref="StylizationException">The inputs do not fit the request, or the loss was never finite.</exception>
    public StylizationResult Run(
        Tensor content, IReadOnlyList<Tensor> styles, StylizationCallbacks? callbacks = null,
        Tensor? start = null, StylizationCheckpoint? resume = null, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        callbacks ??= new();
        if (_request.Recipe is Recipe.Instant)
            return Instant(content, styles, callbacks, resume, stop);
        var seen = See(content, styles);
        if (seen.IsFinished && callbacks.Preview is { } show)
            callbacks = callbacks with { Preview = (progress, image) => show(progress, seen.Finish(image)) };
        var inputs = Inputs(seen, start);
        var plan = inputs.Plan(Limit);
        callbacks.Planned?.Invoke(plan);
        var run = new PyramidRun(inputs.Task(plan), callbacks, resume, stop);
        var result = run.Run(seen.IsFinished ? seen.Finish : null);
        result.Image.MoveToOuterDisposeScope();
        return result;
    }

    /// <summary>How <see cref="Run"/> would paint, at what peak of memory; nothing is painted.</summary>
    /// <inheritdoc cref="Run"/>
    public StylizationPlan Plan(Tensor content, IReadOnlyList<Tensor> styles, Tensor? start = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (_request.Recipe is Recipe.Instant)
            return Painter.Plan(_request, (int)content.shape[2], (int)content.shape[3], Limit);
        return Inputs(See(content, styles), start).Plan(Limit);
    }

    /// <summary>What <see cref="Run"/> minimizes, as a factory for <see cref="Pyramid.Run"/>: to add a loss of your own to it.</summary>
    /// <param name="content">The photo, [1,3,H,W] in [0,1]; kept, not owned.</param>
    /// <param name="styles">The paintings, [1,3,h,w] each, of any size; kept, not owned.</param>
    /// <returns>The objective for an image of that height and width in the photo's proportions, in the request's weights; whoever calls it disposes the result.</returns>
    /// <exception cref="StylizationException">The inputs do not fit the request, or its recipe is not <see cref="Recipe.Default"/>.</exception>
    public Func<int, int, PerceptualObjective> Objectives(Tensor content, IReadOnlyList<Tensor> styles)
    {
        if (_request.Recipe is not Recipe.Default)
            throw new StylizationException("Only the recipe default has objectives for every size: use it.");
        var inputs = new StylizationInputs(_encoder, _request, content, styles, start: null);
        return (height, width) => inputs.Objective(Math.Max(height, width));
    }

    /// <summary>Frees the network that it loaded itself.</summary>
    public void Dispose()
    {
        _painter?.Dispose();
        if (_ownsEncoder)
            _encoder.Dispose();
    }

    private InstantStylizer Painter => _painter ??= new(Style);

    private StylizationResult Instant(Tensor content, IReadOnlyList<Tensor> styles, StylizationCallbacks callbacks, StylizationCheckpoint? resume, CancellationToken stop)
    {
        if (resume is not null)
            throw new StylizationException($"{resume.Source}: is the checkpoint of another recipe, and the recipe instant keeps none; start over with another file.");
        var clock = Stopwatch.StartNew();
        var plan = Painter.Plan(_request, (int)content.shape[2], (int)content.shape[3], Limit);
        callbacks.Planned?.Invoke(plan);
        var side = plan.Levels[^1].TileSide;
        if (Regions is not null)
            return new(InRegions(content, styles, Regions, plan, callbacks, stop).MoveToOuterDisposeScope(), LossParts.None, [], DescentEnd.Finished, 0, clock.Elapsed);
        using var style = Painter.Look(styles, _request, side);
        var progress = new InstantProgress(plan, callbacks.Progress);
        var picture = Painter.Paint(content, style, strength: null, side, progress.Report, stop);
        return new(picture.MoveToOuterDisposeScope(), LossParts.None, [], DescentEnd.Finished, 0, clock.Elapsed);
    }

    // A picture after each painting, of which each region shows its own.
    private Tensor InRegions(Tensor content, IReadOnlyList<Tensor> styles, Regions regions, StylizationPlan plan, StylizationCallbacks callbacks, CancellationToken stop)
    {
        var cutout = Cutout.Of(content);
        regions.Check(cutout.Colors, [.. styles.Select(style => Cutout.Of(style).Colors)]);
        if (regions.Paintings.Any(mask => mask is not null))
            throw new StylizationException("Style masks are for the recipe default: leave them out, or use that.");
        var (side, progress) = (plan.Levels[^1].TileSide, new InstantProgress(plan, callbacks.Progress, styles.Count));
        var shares = StylizationInputs.Shares(_request, styles.Count);
        return cutout.Over(regions.Compose(PackedImage.Floats(cutout.Colors), painting =>
        {
            using var style = Painter.Look([styles[painting]], _request with { Blend = null }, side);
            return PackedImage.Floats(Painter.Paint(cutout.Colors, style, strength: null, side, progress.Report, stop));
        }, painting => shares[painting]));
    }

    private static StylizationRequest Valid(StylizationRequest request, FeatureEncoder encoder)
    {
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        return encoder.IsVgg || request is { Pooling: PoolingMode.Max, Padding: not PaddingMode.Reflection }
            ? request
            : throw new StylizationException($"Average pooling and reflection padding are for networks of the VGG family, not for {encoder.Name}.");
    }

    // A device with a memory of its own is not asked how much is free.
    private long? Limit => MaxMemory ?? (_encoder.Device.type is DeviceType.CPU ? Planner.DefaultLimit() : null);

    private SeenPictures See(Tensor content, IReadOnlyList<Tensor> styles)
    {
        if (_request is { Kind: RequestKind.Reconstruct, Aspect: Aspect.Style })
            styles = [content];
        return SeenPictures.Of(_request.Colors, content, styles, Regions);
    }

    // In the colors that lead to those of the result.
    private StylizationInputs Inputs(SeenPictures seen, Tensor? start) =>
        new(_encoder, _request, seen.RecoloredPhoto(), seen.RecoloredPaintings(), start is null ? null : Recoloring.Photo(_request.Colors, Cutout.Of(start).Colors), seen.Masks);
}
