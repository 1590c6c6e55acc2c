using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How much each place of an image counts to a style loss: a mask, as large as the features are.</summary>
/// <remarks>
/// Gatys et al. 2017 ("Controlling Perceptual Factors in Neural Style Transfer"), section 4: products are taken of features times the
/// mask's root.
/// </remarks>
internal sealed class PlaceWeights : IDisposable
{
    private readonly Tensor? _mask;
    private Tensor? _root;   // as large as the features that were looked at last
    private double _sum;

    /// <param name="mask">[1,1,H,W] in [0,1] and not all 0; null, where all places count. Copied.</param>
    public PlaceWeights(Tensor? mask = null) => _mask = mask?.clone().DetachFromDisposeScope();

    /// <summary>Whether all places count alike.</summary>
    public bool AreEven => _mask is null;

    /// <summary>The sum of a mask, one value after the other, so that it does not depend on the number of threads.</summary>
    public static double SumOf(Tensor mask)
    {
        using var scope = NewDisposeScope();
        var sum = 0.0;
        foreach (var value in mask.cpu().contiguous().data<float>())
            sum += value;
        return sum;
    }

    /// <summary>How many places there are in the whole image, each as far as it counts.</summary>
    public double Count(FeaturePiece piece) => RootAt(piece) is null ? (double)piece.WholeHeight * piece.WholeWidth : _sum;

    /// <summary>Features times the weights' root; the features themselves where all places count. [N,C,h,w].</summary>
    public Tensor Half(FeaturePiece piece) => RootAt(piece) is { } root ? piece.Features * root : piece.Features;

    /// <summary>Features times the weights, likewise.</summary>
    public Tensor Full(FeaturePiece piece) => RootAt(piece) is { } root ? piece.Features * (root * root) : piece.Features;

    /// <summary>The weights at the piece's places, [1,1,h,w].</summary>
    public Tensor At(FeaturePiece piece) => RootAt(piece) is { } root ? root * root : ones([1, 1, piece.Features.shape[2], piece.Features.shape[3]], device: piece.Features.device);

    public void Dispose()
    {
        _mask?.Dispose();
        _root?.Dispose();
    }

    private Tensor? RootAt(FeaturePiece piece)
    {
        if (_mask is null)
            return null;
        if (_root is null || _root.shape[2] != piece.WholeHeight || _root.shape[3] != piece.WholeWidth)
        {
            _root?.Dispose();
            using var scope = NewDisposeScope();
            _root = nn.functional.adaptive_avg_pool2d(_mask, [piece.WholeHeight, piece.WholeWidth]).sqrt().to(piece.Features.device).DetachFromDisposeScope();
            _sum = SumOf(_root * _root);
        }
        return piece.Of(_root);
    }
}
