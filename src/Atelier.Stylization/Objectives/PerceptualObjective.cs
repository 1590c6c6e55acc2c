using Atelier.Core;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What style transfer minimizes: content and style losses over an encoder's features, and total variation.</summary>
/// <remarks>Gatys et al. 2015, equation 7. Content losses are made before it, at the content image; it owns all losses.</remarks>
public sealed class PerceptualObjective : IObjective, IDisposable
{
    private readonly FeatureEncoder _encoder;
    private readonly IReadOnlyList<(string Layer, FeatureLoss Loss)> _content;
    private readonly List<(string Layer, FeatureLoss Loss)> _losses;   // of content, then of style
    private readonly string[] _taps;

    /// <param name="encoder">Kept, not owned.</param>
    /// <param name="content">Content losses by layer; may be empty.</param>
    /// <param name="style">Style losses by layer; may be empty if <paramref name="content"/> is not.</param>
    public PerceptualObjective(
        FeatureEncoder encoder,
        IReadOnlyList<(string Layer, FeatureLoss Loss)> content,
        IReadOnlyList<(string Layer, FeatureLoss Loss)> style)
    {
        (_encoder, _content, _losses) = (encoder, content, [.. content, .. style]);
        _taps = [.. Require.NotEmpty(_losses, nameof(style)).Select(part => encoder.Resolve(part.Layer)).Distinct()];
    }

    /// <summary>Weight of <see cref="TotalVariation"/>; 0, the default, leaves it out.</summary>
    public double TotalVariationWeight { get; init => field = Require.NonNegative(value); }

    /// <summary>Whether images are network input already (see <see cref="FeatureEncoder.Forward"/>); false by default.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>How images are cut, all of which have the same size then; null, the default, leaves them whole.</summary>
    internal Tiling? Tiling { get; init; }

    /// <summary>How much each place may change, [1,1,H,W] in [0,1]: it scales the gradient. Null, the default, for all of it; owned.</summary>
    internal Tensor? Changeable { get; init => field = value?.DetachFromDisposeScope(); }

    /// <summary>The loss and its gradient.</summary>
    /// <param name="image">[N,3,H,W].</param>
    public Evaluation Evaluate(Tensor image)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (losses, gradient) = Look(image, Tiling ?? Tiling.Whole(image.shape[2], image.shape[3]));
        var rough = TotalVariationWeight > 0
            ? TotalVariation.Evaluate(image, TotalVariationWeight, gradient).ToNumber()
            : 0;
        if (Changeable is not null)
            gradient.mul_(Changeable.to(gradient.device));
        return new(new LossParts(losses.Take(_content.Count).Sum(), losses.Skip(_content.Count).Sum(), rough), gradient.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, loss) in _losses)
            loss.Dispose();
        Changeable?.Dispose();
    }

    // Forward through all tiles, for what the losses must know of the whole; then through all again and back. The last tile's pass is
    // still there when the way back begins, so the way back begins with it, and an image in one piece is seen once.
    private (double[] Losses, Tensor Gradient) Look(Tensor image, Tiling tiling)
    {
        var sums = new Tensor?[_losses.Count];
        var losses = new double[_losses.Count];
        Tensor? gradient = null;
        EncoderPass? pass = null;
        try
        {
            foreach (var tile in tiling.Tiles)
            {
                pass?.Dispose();
                pass = _encoder.Forward(tile.Seen(image), _taps, IsNormalized);
                AddTo(sums, pass, tiling, tile);
            }
            foreach (var tile in tiling.Tiles.Reverse())
            {
                pass ??= _encoder.Forward(tile.Seen(image), _taps, IsNormalized);
                GoBack(sums, losses, pass, tiling, tile);
                var part = pass.Backward();
                gradient ??= tiling.Tiles is [_] ? part : zeros_like(image);
                if (tiling.Tiles is not [_])
                {
                    tile.Seen(gradient).add_(part, alpha: One);
                    part.Dispose();
                }
                pass.Dispose();
                pass = null;
            }
        }
        finally
        {
            pass?.Dispose();
        }
        return (losses, gradient!);
    }

    private void AddTo(Tensor?[] sums, EncoderPass pass, Tiling tiling, Tile tile)
    {
        using var scope = NewDisposeScope();
        foreach (var (index, (layer, loss)) in _losses.Index())
        {
            var part = loss.Sum(tiling.Own(pass.Features(layer), layer, tile));
            if (sums[index] is { } sum)
                sum.add_(part, alpha: One);
            else
                sums[index] = part.MoveToOuterDisposeScope();
        }
    }

    private void GoBack(Tensor?[] sums, double[] losses, EncoderPass pass, Tiling tiling, Tile tile)
    {
        using var scope = NewDisposeScope();
        foreach (var (index, (layer, loss)) in _losses.Index())
        {
            var own = tiling.Own(pass.Features(layer), layer, tile);
            losses[index] = loss.Finish(sums[index]!, own, tiling.OwnPart(pass.Gradient(layer), layer, tile)).ToNumber();
        }
    }
}
