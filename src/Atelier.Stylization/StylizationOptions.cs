using Atelier.Core;
using Atelier.Imaging;

namespace Atelier.Stylization;

/// <summary>What a stylization shall look like and how long it may take. The defaults are the recipe <c>default</c>.</summary>
/// <remarks>
/// Losses are relative, mse / mean(target^2), averaged over the layers, so that weights mean the same for each network,
/// picture and size. The content weight is 1; the style weight says how far the painting prevails.
/// </remarks>
public sealed record StylizationOptions
{
    /// <summary>Longer side of the result in pixels, 16 or more; 512 by default.</summary>
    public int Size { get; init => field = Require.InRange(value, 16, 1 << 15); } = 512;

    /// <summary>Evaluations of loss and gradient over all sizes of the pyramid, 1 or more; 400 by default.</summary>
    public int Steps { get; init => field = Require.Positive(value); } = 400;

    /// <summary>0 or more; 1 by default.</summary>
    public double ContentWeight { get; init => field = Require.NonNegative(value); } = 1;

    /// <summary>0 or more; 100 by default. More: more of the painting.</summary>
    public double StyleWeight { get; init => field = Require.NonNegative(value); } = 100;

    /// <summary>0 or more; 0.5 by default. More: smoother.</summary>
    public double TotalVariationWeight { get; init => field = Require.NonNegative(value); } = 0.5;

    /// <summary>Layers whose features shall be the photo's, with weights; null, the default, leaves the choice to the recipe.</summary>
    public IReadOnlyList<LayerWeight>? ContentLayers { get; init; }

    /// <summary>Layers whose Gram matrices shall be the painting's, with weights; null, the default, leaves the choice to the recipe.</summary>
    public IReadOnlyList<LayerWeight>? StyleLayers { get; init; }

    /// <summary>How much each painting counts, 0 or more, one per painting; null, the default: all the same.</summary>
    public IReadOnlyList<double>? BlendWeights { get; init; }

    /// <summary>Size of the painting, and so of its strokes, relative to the result: 0.1 to 10; 1 by default.</summary>
    public double StyleScale { get; init => field = Require.InRange(value, 0.1, 10); } = 1;

    /// <summary>Whose colors the result has; the painting's by default.</summary>
    public ColorSource Colors { get; init; } = ColorSource.Painting;

    /// <summary>What the first image is; the photo by default.</summary>
    public StartImage Start { get; init; } = StartImage.Content;

    /// <summary>How the image is moved; L-BFGS by default.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.LBfgs;

    /// <summary>Step length; null, the default: 1 for L-BFGS, 0.02 for Adam.</summary>
    public double? LearningRate { get; init => field = value is { } rate ? Require.Positive(rate) : null; }

    /// <summary>Line search of L-BFGS; none by default.</summary>
    public LineSearch LineSearch { get; init; } = LineSearch.None;

    /// <summary>Steps that L-BFGS remembers, 1 or more; 20 by default. Each takes 24 bytes a pixel.</summary>
    public int HistorySize { get; init => field = Require.Positive(value); } = 20;

    /// <summary>Sizes of the pyramid, each twice the one before, 1 to 8; 4 by default. None is smaller than 64 pixels.</summary>
    public int Levels { get; init => field = Require.InRange(value, 1, 8); } = 4;

    /// <summary>Seed of the noise; 0 by default.</summary>
    public long Seed { get; init => field = Require.NonNegative(value); }
}

/// <summary>A layer and how much it counts beside the others.</summary>
/// <param name="Layer">By name or child index.</param>
/// <param name="Weight">0 or more.</param>
public readonly record struct LayerWeight(string Layer, double Weight = 1);

/// <summary>Whose colors a result has.</summary>
public enum ColorSource
{
    /// <summary>The painting's.</summary>
    Painting,

    /// <summary>The photo's: only light and dark are painted (<see cref="LuminanceTransfer"/>).</summary>
    Photo,
}

/// <summary>What an optimization starts from.</summary>
public enum StartImage
{
    /// <summary>The photo.</summary>
    Content,

    /// <summary>Uniform noise, median-filtered as in the lesson.</summary>
    Noise,

    /// <summary>An image that the caller gives.</summary>
    Image,
}

/// <summary>How the image is moved.</summary>
public enum OptimizerKind
{
    /// <summary><see cref="LBfgs"/>.</summary>
    LBfgs,

    /// <summary><see cref="Adam"/>.</summary>
    Adam,
}
