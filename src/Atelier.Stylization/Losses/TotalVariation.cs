using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
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
        if (image.shape is not [_, _, >= 2, >= 2])
            throw new ShapeException("[N,C,H>=2,W>=2]", image.shape);
        using var scope = NewDisposeScope();
        return (Roughness.Add(image, 2 * weight / image.numel(), gradient) * Number(weight / image.numel())).MoveToOuterDisposeScope();
    }
}
