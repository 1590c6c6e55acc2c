using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A loss over the features at one layer, with its gradient in closed form.</summary>
/// <remarks>
/// Autograd would go through each matrix product twice, and keep what it needs for that; a formula does not. All that a loss has to know
/// of an image's features is a sum over their places, so that it can be had from the image's pieces, one after the other.
/// </remarks>
public abstract class FeatureLoss : IDisposable
{
    private protected FeatureLoss()
    {
    }

    /// <summary>The loss; the gradient with respect to the features is added to <paramref name="gradient"/> in place.</summary>
    /// <param name="features">[N,C,H,W].</param>
    /// <param name="gradient">As large, and changed; or null where only the loss is wanted.</param>
    /// <returns>A scalar tensor, on the features' device.</returns>
    public Tensor Evaluate(Tensor features, Tensor? gradient = null)
    {
        using var scope = NewDisposeScope();
        var whole = FeaturePiece.Whole(features);
        return Finish(Sum(whole), whole, gradient).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the loss has to know of a piece; the sum over all pieces tells it of the whole.</summary>
    internal abstract Tensor Sum(FeaturePiece piece);

    /// <summary>The loss of the whole image; a piece's part of the gradient is added to <paramref name="gradient"/> in place.</summary>
    /// <param name="sum">Of <see cref="Sum"/> over all pieces.</param>
    /// <param name="piece">One of them.</param>
    /// <param name="gradient">As large as the piece's features, and changed; or null where only the loss is wanted.</param>
    /// <returns>A scalar tensor, the same for each piece.</returns>
    internal abstract Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient);

    /// <summary>Frees the target.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Features of a part of an image, and where they lie in the whole.</summary>
/// <param name="Features">[N,C,h,w].</param>
/// <param name="Top">Features of the whole above them.</param>
/// <param name="Left">Features of the whole to their left.</param>
/// <param name="WholeHeight">Of the whole image's features.</param>
/// <param name="WholeWidth">Likewise.</param>
internal readonly record struct FeaturePiece(Tensor Features, long Top, long Left, long WholeHeight, long WholeWidth)
{
    /// <summary>C H W of the whole.</summary>
    public long WholeCount => Features.shape[1] * WholeHeight * WholeWidth;

    public static FeaturePiece Whole(Tensor features) => features.shape is [_, _, var height, var width]
        ? new(features, 0, 0, height, width)
        : throw new Core.ShapeException("[N,C,H,W]", features.shape);

    /// <summary>The part of a tensor as large as the whole, [N,C,H,W], that lies where these features do.</summary>
    public Tensor Of(Tensor whole) => whole.narrow(2, Top, Features.shape[2]).narrow(3, Left, Features.shape[3]);
}
