using Atelier.Imaging;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>The procedure of fast.ai's lesson 13 (part 2, 2018), with its constants: content only, style only, both.</summary>
/// <remarks>
/// The lesson's network is VGG-16 with batch norm. It optimizes a picture that is network input already, from median-filtered
/// noise, with L-BFGS at a fixed step. Losses are plain means of squares; Gram matrices are multiplied by 1e6. With a shallower
/// network the block ends that it has are used, and the deepest for content. Departs from the lesson: what is kept is the best
/// picture and not the last one, and a loss that is not finite is recovered from.
/// </remarks>
/// <param name="encoder">Kept, not owned.</param>
internal sealed class Lesson13(FeatureEncoder encoder)
{
    private const int Side = StylizationRequest.LessonSide;
    private const double GramScale = 1e6;
    private const double ContentOnlyWeight = 1000;
    private const double ContentWeight = 1e6;
    private const int PrintEvery = 100;

    /// <summary>The layer whose features keep the photo: the fourth block's end, or the deepest that there is.</summary>
    public string ContentLayer => encoder.BlockEnds[Math.Min(3, encoder.BlockEnds.Count - 1)];

    /// <summary>What the lesson prints after an evaluation: a line at each 100th, else null.</summary>
    /// <param name="evaluation">From 1.</param>
    /// <param name="loss">At it.</param>
    public static string? Print(int evaluation, double loss) =>
        evaluation % PrintEvery == 0 ? $"Iteration: {evaluation}, loss: {(float)loss}" : null;

    /// <summary>A picture as network input: short side scaled to 288 by area, center crop, normalized.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <returns>[1,3,288,288].</returns>
    public Tensor Transform(Tensor image)
    {
        using var scope = NewDisposeScope();
        var factor = (double)Side / Math.Min(image.shape[2], image.shape[3]);
        long[] size = [(long)Math.Round(image.shape[2] * factor), (long)Math.Round(image.shape[3] * factor)];
        var scaled = nn.functional.interpolate(image, size, mode: InterpolationMode.Area);
        return encoder.Normalization.Apply(Scaling.CenterCrop(scaled, Side, Side)).MoveToOuterDisposeScope();
    }

    /// <summary>Network input as a picture in [0,1].</summary>
    public Tensor ToImage(Tensor input)
    {
        using var scope = NewDisposeScope();
        return encoder.Normalization.Invert(input).clamp(Number(0), Number(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The first image of a run, as network input.</summary>
    /// <param name="height">Of the photo before it is scaled.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="isFirstRun">The lesson's first run halves the noise after the transform, the later ones before it.</param>
    public Tensor Start(int height, int width, long seed, bool isFirstRun)
    {
        using var scope = NewDisposeScope();
        var noise = NoiseImage.Create(height, width, seed);
        return (isFirstRun ? Transform(noise) / Number(2) : Transform(noise / Number(2))).to(encoder.Device).MoveToOuterDisposeScope();
    }

    /// <summary>Content only: 1000 mse at one layer.</summary>
    /// <param name="content">Network input, [1,3,H,W].</param>
    /// <param name="layer">The lesson takes relu5_1 (child index 37 cuts before it) and relu4_3 (32).</param>
    /// <returns>Owned by the caller, as those of the other methods.</returns>
    public PerceptualObjective Content(Tensor content, string layer) => Objective([ContentAt(layer, content, ContentOnlyWeight)], []);

    /// <summary>Style only: the sum over the block ends of mse between Gram matrices times 1e6.</summary>
    /// <param name="style">Network input, [1,3,h,w].</param>
    public PerceptualObjective Style(Tensor style) => Objective([], StyleOf(style));

    /// <summary>Both: <see cref="Style"/> plus 1e6 mse at <see cref="ContentLayer"/>.</summary>
    public PerceptualObjective Both(Tensor content, Tensor style) => Objective([ContentAt(ContentLayer, content, ContentWeight)], StyleOf(style));

    /// <summary>L-BFGS with step 0.5 for content only, 1 else, that remembers 100 steps.</summary>
    public static ImageOptimizer Optimizer(bool isFirstRun) => new LBfgs { LearningRate = isFirstRun ? 0.5 : 1, HistorySize = 100 };

    /// <summary>The lesson's run for a request: one size, network input instead of a picture.</summary>
    public PyramidTask Task(StylizationRequest request, IReadOnlyList<PyramidLevel> levels, Tensor content, IReadOnlyList<Tensor> styles, Func<string> fingerprint)
    {
        var isFirstRun = request is { Kind: RequestKind.Reconstruct, Aspect: Aspect.Content };
        var start = Start((int)content.shape[2], (int)content.shape[3], request.Seed, isFirstRun);
        PerceptualObjective ObjectiveAt(PyramidLevel level)
        {
            using var scope = NewDisposeScope();
            return request switch
            {
                { Kind: RequestKind.Stylize } => Both(Transform(content), Transform(styles[0])),
                { Aspect: Aspect.Style } => Style(Transform(content)),
                _ => Content(Transform(content), request.Layer ?? encoder.Layers[^1]),
            };
        }
        return new(levels, start, ObjectiveAt, _ => Optimizer(isFirstRun))
        {
            Fingerprint = fingerprint,
            IsPatient = true,
            Print = Print,
            ToPicture = ToImage,
        };
    }

    private PerceptualObjective Objective(List<(string, FeatureLoss)> content, List<(string, FeatureLoss)> style) =>
        new(encoder, content, style) { IsNormalized = true };

    private (string, FeatureLoss) ContentAt(string layer, Tensor content, double weight)
    {
        using var pass = encoder.Forward(content, [layer], isNormalized: true);
        return (layer, new ContentLoss(pass.Features(layer), weight));
    }

    private List<(string, FeatureLoss)> StyleOf(Tensor style)
    {
        using var scope = NewDisposeScope();
        using var pass = encoder.Forward(style, encoder.BlockEnds, isNormalized: true);
        return [.. encoder.BlockEnds.Select(layer => (layer, (FeatureLoss)new GramLoss(GramMatrix.Compute(pass.Features(layer)), GramScale * GramScale)))];
    }
}
