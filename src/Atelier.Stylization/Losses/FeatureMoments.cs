using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>The first two moments of features over all places: the mean of f f^T for the C channels f of a place, and below it the mean of f.</summary>
internal static class FeatureMoments
{
    /// <summary>The moments.</summary>
    /// <param name="features">[N,C,H,W].</param>
    /// <returns>[N,C+1,C]: second moments, then the mean in the last row.</returns>
    /// <exception cref="ShapeException">The features are not [N,C,H,W].</exception>
    public static Tensor Compute(Tensor features)
    {
        using var scope = NewDisposeScope();
        var whole = FeaturePiece.Whole(features);
        using var places = new PlaceWeights();
        return Sums(whole, places).div_(Number(places.Count(whole))).MoveToOuterDisposeScope();
    }

    /// <summary>Their sums over a piece's places, which of the pieces of an image can be summed.</summary>
    /// <returns>[N,C+1,C].</returns>
    internal static Tensor Sums(FeaturePiece piece, PlaceWeights places)
    {
        using var scope = NewDisposeScope();
        var channels = piece.Features.shape[1];
        var sums = stack([.. GramMatrix.Pixels(places.Half(piece)).unbind().Select(PixelProducts.Moments)]);
        // Of a feature itself, the weight counts and not its root.
        if (!places.AreEven)
            sums.narrow(1, channels, 1).copy_(stack([.. GramMatrix.Pixels(places.Full(piece)).unbind().Select(PixelProducts.Moments)]).narrow(1, channels, 1));
        return sums.MoveToOuterDisposeScope();
    }
}
