using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Paints by torch, so that a stage can learn.</summary>
internal static class StagePainter
{
    /// <summary>Paints through a stage, from the first; only that stage is recorded by autograd.</summary>
    /// <param name="network">All stages.</param>
    /// <param name="stage">The last to paint.</param>
    /// <param name="photos">As many as paintings.</param>
    /// <param name="paintings">To paint them after.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="hasColors">Whether the first stage's picture gets the painting's colors in large areas.</param>
    public static Painted Paint(InstantNetwork network, int stage, IReadOnlyList<KnownPhoto> photos, IReadOnlyList<KnownPainting> paintings, int seed, bool hasColors)
    {
        using var scope = NewDisposeScope();
        Tensor? draft = null;
        if (stage > 0)
        {
            using var frozen = no_grad();
            draft = Paint(network, stage - 1, photos, paintings, unchecked(seed * 31), hasColors).Picture.clamp(Number(0), Number(1));
        }
        var style = StageStyle.Of([.. paintings.Select(painting => painting.Styles[stage])]);
        var sights = photos.Select(photo => photo.Sights[stage]).ToList();
        var painter = network.StageAt(stage);
        var skip = Move(1, sight => sight.Skip);
        var quarter = cat([.. sights[0].Quarter.Select((_, index) => Move(index + 2, sight => sight.Quarter[index]))], 1);
        var (rows, columns) = ((int)quarter.shape[2], (int)quarter.shape[3]);
        var grain = cat([.. photos.Select((_, index) => Grain.At(0, 0, rows, columns, painter.Widths.Grain, unchecked((seed * 7919) + index)))]).permute(0, 3, 1, 2);
        var picture = painter.Paint(quarter, skip, draft, grain, style.Vector());
        if (stage > 0 || !hasColors)
            return new(picture.MoveToOuterDisposeScope(), picture);
        // Autograd takes the colors as given: its way through them would amplify what they amplify.
        var colored = picture.Plus(Underpainting.Change(picture, style.Palette!));
        return new(colored.MoveToOuterDisposeScope(), picture.MoveToOuterDisposeScope());

        Tensor Move(int tap, Func<InstantSight, Tensor> features)
        {
            using var still = no_grad();
            return Transport.Between(Moments.Of([.. sights.Select(sight => sight.Style.Taps[tap])]), style.Taps[tap]).Apply(cat([.. sights.Select(features)]));
        }
    }
}

/// <summary>Pictures as a stage has painted them.</summary>
/// <param name="Picture">[N,3,H,W], not clipped.</param>
/// <param name="Raw">Before the first stage's large areas were given the paintings' colors.</param>
internal readonly record struct Painted(Tensor Picture, Tensor Raw);
