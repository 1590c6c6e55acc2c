using Atelier.Stylization;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Samples.OwnLoss;

/// <summary>Another objective, plus the mean squared distance of each pixel from the ink that is nearest to it.</summary>
/// <param name="inner">Taken over.</param>
/// <param name="inks">Colors, [K,3] in [0,1].</param>
/// <param name="weight">How much it counts.</param>
internal sealed class InkLoss(PerceptualObjective inner, Tensor inks, double weight) : IObjective, IDisposable
{
    public Evaluation Evaluate(Tensor image)
    {
        using var painted = inner.Evaluate(image);
        using var scope = NewDisposeScope();
        var pixels = image[0].flatten(1).t();                                   // [HW,3]
        var nearest = inks[cdist(pixels, inks).argmin(1)];                      // [HW,3]
        var away = (pixels - nearest).t().reshape(image.shape);                 // [1,3,H,W]
        var gradient = painted.Gradient + away * (2 * weight / away.numel());   // [1,3,H,W]
        var loss = weight * away.square().mean().ToDouble();
        return new(painted.Losses with { Other = loss }, gradient.DetachFromDisposeScope());
    }

    public void Dispose() => inner.Dispose();
}
