using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How rough an image is: L = weight * (sum of squared differences of neighbors) / (number of values).</summary>
/// <remarks>
/// After Mahendran and Vedaldi, "Understanding Deep Image Representations by Inverting Them", 2015, with beta = 2. Departs from
/// the paper: divided by the number of values, so that the weight means the same at each size.
/// </remarks>
internal static class TotalVariation
{
    /// <summary>The loss; its gradient is added to <paramref name="gradient"/> in place.</summary>
    /// <param name="image">[N,C,H,W], H and W at least 2.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="gradient">As large as the image, and changed; or null.</param>
    /// <returns>A scalar tensor.</returns>
    public static Tensor Evaluate(Tensor image, double weight, Tensor? gradient = null)
    {
        if (image.shape is not [_, _, >= 2 and var height, >= 2 and var width])
            throw new ShapeException("[N,C,H>=2,W>=2]", image.shape);
        using var scope = NewDisposeScope();
        var down = Difference(image, 2, height);     // [N,C,H-1,W]
        var across = Difference(image, 3, width);    // [N,C,H,W-1]
        if (gradient is not null)
        {
            var factor = 2 * weight / image.numel();
            Spread(gradient, down, 2, height, factor);
            Spread(gradient, across, 3, width, factor);
        }
        return ((down.square().sum() + across.square().sum()) * (weight / image.numel())).MoveToOuterDisposeScope();
    }

    private static Tensor Difference(Tensor image, long dimension, long size) =>
        image.narrow(dimension, 1, size - 1) - image.narrow(dimension, 0, size - 1);

    private static void Spread(Tensor gradient, Tensor difference, long dimension, long size, double factor)
    {
        gradient.narrow(dimension, 1, size - 1).add_(difference, alpha: factor);
        gradient.narrow(dimension, 0, size - 1).add_(difference, alpha: -factor);
    }
}
