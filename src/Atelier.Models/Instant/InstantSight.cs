using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>What a stage sees of a photo: its style, and the features that it moves.</summary>
/// <param name="Style">To move the features from.</param>
/// <param name="Skip">relu2_1, [N,64,H/2,W/2].</param>
/// <param name="Quarter">relu3_1, and relu3_4 for the first stage: [N,96,H/4,W/4] each.</param>
internal sealed record InstantSight(StageStyle Style, Tensor Skip, IReadOnlyList<Tensor> Quarter)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Tensor> Tensors => [.. Style.Tensors, Skip, .. Quarter];

    /// <summary>Looks at images, in the caller's scope.</summary>
    /// <param name="encoder">The embedded network.</param>
    /// <param name="stage">0 for the first.</param>
    /// <param name="image">[N,3,H,W] in [0,1], H and W multiples of 4.</param>
    public static InstantSight Of(FeatureEncoder encoder, int stage, Tensor image)
    {
        var taps = InstantNetwork.TapsOf(stage);
        using var frozen = no_grad();
        using var pass = encoder.Forward(image, taps);
        return new(
            StageStyle.Of(image, pass, taps),
            pass.Features(taps[1]).clone(),
            [.. taps.Skip(2).Select(tap => pass.Features(tap).clone())]);
    }
}
