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
    private const long RowsAtOnce = 512;   // so that large images need no tensors of their size

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
        var sum = zeros(1, device: image.device);
        for (var top = 0L; top < height; top += RowsAtOnce)
        {
            using var step = NewDisposeScope();
            // The row after the band belongs to its differences downward.
            var (rows, beyond) = (Math.Min(RowsAtOnce, height - top), top + RowsAtOnce < height ? 1 : 0);
            var band = image.narrow(2, top, rows + beyond);
            var down = Difference(band, 2);                          // [N,C,rows+beyond-1,W]
            var across = Difference(band.narrow(2, 0, rows), 3);     // [N,C,rows,W-1]
            if (gradient is not null)
            {
                var factor = 2 * weight / image.numel();
                var part = gradient.narrow(2, top, rows + beyond);
                Spread(part, down, 2, factor);
                Spread(part.narrow(2, 0, rows), across, 3, factor);
            }
            sum.add_(down.pow_(2).sum() + across.pow_(2).sum());
        }
        return (sum[0] * (weight / image.numel())).MoveToOuterDisposeScope();
    }

    private static Tensor Difference(Tensor image, long dimension) =>
        image.narrow(dimension, 1, image.shape[dimension] - 1) - image.narrow(dimension, 0, image.shape[dimension] - 1);

    private static void Spread(Tensor gradient, Tensor difference, long dimension, double factor)
    {
        gradient.narrow(dimension, 1, difference.shape[dimension]).add_(difference, alpha: factor);
        gradient.narrow(dimension, 0, difference.shape[dimension]).add_(difference, alpha: -factor);
    }
}
