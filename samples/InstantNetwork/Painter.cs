using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>Paints by torch, so that a stage can learn.</summary>
internal static class Painter
{
    /// <summary>Paints through a stage, from the first; only that stage is recorded by autograd.</summary>
    /// <param name="network">All stages.</param>
    /// <param name="encoder">The embedded network.</param>
    /// <param name="stage">The last to paint.</param>
    /// <param name="photo">[N,3,H,W].</param>
    /// <param name="painting">[N,3,h,w].</param>
    /// <param name="window">The part to paint, in multiples of 4; null for all.</param>
    public static Tensor Paint(Models.InstantNetwork network, FeatureEncoder encoder, int stage, Tensor photo, Tensor painting, Window? window = null)
    {
        using var scope = NewDisposeScope();
        Tensor? draft = null;
        if (stage > 0)
        {
            using var frozen = no_grad();
            draft = Paint(network, encoder, stage - 1, nn.functional.avg_pool2d(photo, 2), nn.functional.avg_pool2d(painting, 2)).clamp(0, 1);
        }
        var index = Math.Min(stage, 2);
        var (from, to) = (InstantSight.Of(encoder, index, photo), InstantSight.Of(encoder, index, painting));
        Tensor Move(int tap, Tensor features, int scale)
        {
            using var still = no_grad();
            return Transport.Between(from.Moments[tap], to.Moments[tap]).Apply(Cut(features, window, scale));
        }
        var quarter = cat([.. from.Quarter.Select((features, at) => Move(at + 2, features, 4))], 1);
        var skip = Move(1, from.Skip, 2);
        return network.StageAt(index).Paint(quarter, skip, draft is null ? null : Cut(draft, window, 2), to.Style()).MoveToOuterDisposeScope();
    }

    /// <summary>The part of an image, or of features that are smaller by a factor.</summary>
    public static Tensor Cut(Tensor image, Window? window, int factor = 1) => window is { } part
        ? image.narrow(2, part.Top / factor, part.Side / factor).narrow(3, part.Left / factor, part.Side / factor).contiguous()
        : image;
}

/// <summary>A square part of an image.</summary>
internal readonly record struct Window(int Top, int Left, int Side);
