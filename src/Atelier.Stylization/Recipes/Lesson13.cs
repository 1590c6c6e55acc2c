using Atelier.Imaging;
using Atelier.Models;
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
public sealed class Lesson13(FeatureEncoder encoder)
{
    /// <summary>Side of the square that pictures are scaled and cropped to, in pixels.</summary>
    public const int Side = 288;

    /// <summary>Evaluations in each of the lesson's runs.</summary>
    public const int Evaluations = 1000;

    private const double GramScale = 1e6;
    private const double ContentOnlyWeight = 1000;
    private const double ContentWeight = 1e6;
    private const int PrintEvery = 100;

    /// <summary>The last ReLU of each block, relu1_2 to relu5_3 in the lesson's network.</summary>
    public IReadOnlyList<string> BlockEnds { get; } =
        [.. encoder.Layers.GroupBy(layer => layer.Split('_')[0]).Select(block => block.Last())];

    /// <summary>The layer whose features keep the photo: the fourth block's end, or the deepest that there is.</summary>
    public string ContentLayer => BlockEnds[Math.Min(3, BlockEnds.Count - 1)];

    /// <summary>Each 100th evaluation as the lesson prints it; nothing by default.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Called after each evaluation.</summary>
    public Action<Descent>? Evaluated { get; init; }

    /// <summary>A picture as network input: short side scaled to <see cref="Side"/> by area, center crop, normalized.</summary>
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
        return encoder.Normalization.Invert(input).clamp(0, 1).MoveToOuterDisposeScope();
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
        return (isFirstRun ? Transform(noise) / 2 : Transform(noise / 2)).MoveToOuterDisposeScope();
    }

    /// <summary>Content only: L-BFGS with step 0.5 on 1000 mse at one layer.</summary>
    /// <param name="content">Network input, [1,3,H,W].</param>
    /// <param name="start">As large.</param>
    /// <param name="layer">The lesson takes relu5_1 (child index 37 cuts before it) and relu4_3 (32).</param>
    /// <returns>To be run and disposed by the caller, the objective with it.</returns>
    public Lesson13Run Content(Tensor content, Tensor start, string layer) =>
        Run(start, learningRate: 0.5, [ContentAt(layer, content, ContentOnlyWeight)], []);

    /// <summary>Style only: L-BFGS with step 1 on the sum over the block ends of mse between Gram matrices times 1e6.</summary>
    public Lesson13Run Style(Tensor style, Tensor start) => Run(start, learningRate: 1, [], StyleOf(style));

    /// <summary>Both: <see cref="Style"/> plus 1e6 mse at <see cref="ContentLayer"/>.</summary>
    public Lesson13Run Both(Tensor content, Tensor style, Tensor start) =>
        Run(start, learningRate: 1, [ContentAt(ContentLayer, content, ContentWeight)], StyleOf(style));

    private Lesson13Run Run(Tensor start, double learningRate, List<(string, FeatureLoss)> content, List<(string, FeatureLoss)> style)
    {
        var objective = new PerceptualObjective(encoder, content, style) { IsNormalized = true };
        var optimizer = new LBfgs { LearningRate = learningRate, HistorySize = 100 };
        return new(objective, new Descent(start, optimizer, objective.Evaluate) { IsPatient = true, Evaluated = Report });
    }

    private (string, FeatureLoss) ContentAt(string layer, Tensor content, double weight)
    {
        using var pass = encoder.Forward(content, [layer], isNormalized: true);
        return (layer, new ContentLoss(pass.Features(layer), weight));
    }

    private List<(string, FeatureLoss)> StyleOf(Tensor style)
    {
        using var scope = NewDisposeScope();
        using var pass = encoder.Forward(style, BlockEnds, isNormalized: true);
        return [.. BlockEnds.Select(layer => (layer, (FeatureLoss)new GramLoss(GramMatrix.Compute(pass.Features(layer)), GramScale * GramScale)))];
    }

    private void Report(Descent descent)
    {
        if (descent.Losses.Count % PrintEvery == 0)
            Print?.Invoke($"Iteration: {descent.Losses.Count}, loss: {(float)descent.Losses[^1].Total}");
        Evaluated?.Invoke(descent);
    }
}

/// <summary>One of the lesson's runs, ready to go. Owns objective and descent.</summary>
/// <param name="Objective">What is minimized.</param>
/// <param name="Descent">The optimization, on network input.</param>
public sealed record Lesson13Run(PerceptualObjective Objective, Descent Descent) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Descent.Dispose();
        Objective.Dispose();
    }
}
