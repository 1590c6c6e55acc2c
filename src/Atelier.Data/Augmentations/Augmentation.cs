using Atelier.Core;

namespace Atelier.Data;

/// <summary>How training images are varied. All is done in one resampling of the decoded image.</summary>
public sealed record Augmentation
{
    /// <summary>Nothing: training images look as validation images do.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>For photographs: a mild random crop, a flip every second time, a little other light.</summary>
    public static Augmentation Standard { get; } = new() { Crop = new(), FlipProbability = 0.5, Brightness = 0.2, Contrast = 0.2 };

    /// <summary>A random part of the image, resized; null, the default, for the middle that validation sees.</summary>
    public RandomCrop? Crop { get; init; }

    /// <summary>How far the window moves to each side at most, as a part of its side, with the image mirrored beyond its edges; in [0,1], 0 by default.</summary>
    public double Shift { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>How often the image is mirrored left to right; in [0,1], 0 by default.</summary>
    public double FlipProbability { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>Degrees that the image turns at most, either way; in [0,180], 0 by default. The image is mirrored beyond its edges.</summary>
    public double MaxRotation { get; init => field = Require.InRange(value, 0, 180); }

    /// <summary>b: brightness is multiplied by a factor in [1/(1+b), 1+b], uniform in its logarithm; 0 or more, 0 by default.</summary>
    public double Brightness { get; init => field = Require.NonNegative(value); }

    /// <summary>c: differences from the image's mean are multiplied by a factor in [1/(1+c), 1+c], uniform in its logarithm; 0 or more, 0 by default.</summary>
    public double Contrast { get; init => field = Require.NonNegative(value); }

    /// <summary>How many squares are blanked with the mean color; 0 or more, 0 by default.</summary>
    /// <remarks>DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017.</remarks>
    public int CutoutCount { get; init => field = Require.NonNegative(value); }

    /// <summary>Side of such a square, as a part of the image's; in [0,1], 0.25 by default. Its center is anywhere, so that it may stick out.</summary>
    public double CutoutSize { get; init => field = Require.InRange(value, 0, 1); } = 0.25;
}

/// <summary>A random part of an image: its area and its proportions are drawn, then its place.</summary>
/// <remarks>Szegedy et al., "Going deeper with convolutions", 2015; torchvision's RandomResizedCrop, there with a least area of 0.08.</remarks>
public sealed record RandomCrop
{
    /// <summary>The least part of the image's area; in (0,1], 0.6 by default.</summary>
    public double LeastArea { get; init => field = Require.InRange(value, 1e-3, 1); } = 0.6;

    /// <summary>The most stretched proportions r: width over height is drawn from [1/r, r], uniform in its logarithm; 1 or more, 4/3 by default.</summary>
    public double Stretch { get; init => field = Require.InRange(value, 1, 100); } = 4.0 / 3;
}
