using Atelier.Core;

namespace Atelier.Data;

/// <summary>How training images vary. Everything is done in a single resampling of the decoded image.</summary>
public sealed record Augmentation
{
    /// <summary>Nothing: training images look as validation images do.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>For photographs: a mild random crop, a flip half of the time, slightly different light.</summary>
    public static Augmentation Standard { get; } = new() { CropArea = 0.6, FlipProbability = 0.5, Brightness = 0.2, Contrast = 0.2 };

    /// <summary>
    /// The smallest part of the image's area that a random crop shows, in (0,1]; null, the default, to show the center, as validation
    /// does. A crop's area and proportions are drawn at random, then its place.
    /// </summary>
    /// <remarks>Szegedy et al., "Going deeper with convolutions", 2015; torchvision's RandomResizedCrop, which defaults to 0.08.</remarks>
    public double? CropArea { get; init => field = value is { } area ? Require.InRange(area, 1e-3, 1) : null; }

    /// <summary>A random crop's most stretched proportions r: width over height is drawn from [1/r, r], uniformly in its logarithm; 1 or more, 4/3 by default.</summary>
    public double CropStretch { get; init => field = Require.InRange(value, 1, 100); } = 4.0 / 3;

    /// <summary>How far the window moves to either side at most, as a part of its side, with the image mirrored beyond its edges; in [0,1], 0 by default.</summary>
    public double Shift { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>How often the image is mirrored left to right; in [0,1], 0 by default.</summary>
    public double FlipProbability { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>Degrees that the image rotates at most, either way; in [0,180], 0 by default. The image is mirrored beyond its edges.</summary>
    public double MaxRotation { get; init => field = Require.InRange(value, 0, 180); }

    /// <summary>b: brightness is multiplied by a factor in [1/(1+b), 1+b], uniform in its logarithm; 0 or more, 0 by default.</summary>
    public double Brightness { get; init => field = Require.NonNegative(value); }

    /// <summary>c: differences from the image's mean are multiplied by a factor in [1/(1+c), 1+c], uniform in its logarithm; 0 or more, 0 by default.</summary>
    public double Contrast { get; init => field = Require.NonNegative(value); }

    /// <summary>How many squares are blanked with the mean color; 0 or more, 0 by default.</summary>
    /// <remarks>DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017.</remarks>
    public int CutoutCount { get; init => field = Require.NonNegative(value); }

    /// <summary>Side of such a square, as a part of the image's; in [0,1], 0.25 by default. Its center can be anywhere, so it may extend past the edge.</summary>
    public double CutoutSize { get; init => field = Require.InRange(value, 0, 1); } = 0.25;
}
