using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
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

    /// <summary>Stylizes.</summary>
    /// <param name="content">The photo, [1,3,H,W] in [0,1].</param>
    /// <param name="styles">The paintings, [1,3,h,w] each, of any size; empty for a reconstruction.</param>
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
        var (photo, isRecolored) = (content, _request.Colors is ColorSource.Photo && content.shape is [1, 3, > 0, > 0]);
        if (_request is { Kind: RequestKind.Reconstruct, Aspect: Aspect.Style })
            styles = [content];
        if (isRecolored)
            (content, styles, start, callbacks) = InGray(content, styles, start, callbacks);
        var inputs = new StylizationInputs(_encoder, _request, content, styles, start);
        var run = new PyramidRun(inputs.Task(), callbacks, resume, stop);
        var result = run.Run(isRecolored ? picture => LuminanceTransfer.Recolor(picture, photo) : null);
        result.Image.MoveToOuterDisposeScope();
        return result;
    }

    /// <summary>What <see cref="Run"/> minimizes, as a factory for <see cref="Pyramid.Run"/>: to add a loss of your own to it.</summary>
    /// <param name="content">The photo, [1,3,H,W] in [0,1]; kept, not owned.</param>
    /// <param name="styles">The paintings, [1,3,h,w] each, of any size; kept, not owned.</param>
    /// <returns>The objective for an image of that height and width in the photo's proportions, in the request's weights; whoever calls it disposes the result.</returns>
    /// <exception cref="StylizationException">The inputs do not fit the request, or its recipe is <see cref="Recipe.Lesson13"/>, which has one size.</exception>
    public Func<int, int, PerceptualObjective> Objectives(Tensor content, IReadOnlyList<Tensor> styles)
    {
        if (_request.Recipe is Recipe.Lesson13)
            throw new StylizationException("The recipe lesson13 has one size only: use the recipe default.");
        var inputs = new StylizationInputs(_encoder, _request, content, styles, start: null);
        return (height, width) => inputs.Objective(Math.Max(height, width));
    }

    /// <summary>Frees the network that it loaded itself.</summary>
    public void Dispose()
    {
        if (_ownsEncoder)
            _encoder.Dispose();
    }

    private static StylizationRequest Valid(StylizationRequest request, FeatureEncoder encoder)
    {
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        return encoder.IsVgg || request is { Pooling: PoolingMode.Max, Padding: not PaddingMode.Reflection }
            ? request
            : throw new StylizationException($"Average pooling and reflection padding are for networks of the VGG family, not for {encoder.Name}.");
    }

    // The pictures without colors; previews get the photo's.
    private static (Tensor, IReadOnlyList<Tensor>, Tensor?, StylizationCallbacks) InGray(
        Tensor content, IReadOnlyList<Tensor> styles, Tensor? start, StylizationCallbacks callbacks) =>
    (
        LuminanceTransfer.Gray(content),
        [.. styles.Select(style => LuminanceTransfer.GrayLike(style, content))],
        start is null ? null : LuminanceTransfer.Gray(start),
        callbacks with { Preview = callbacks.Preview is { } show ? (progress, image) => show(progress, LuminanceTransfer.Recolor(image, content)) : null }
    );
}
