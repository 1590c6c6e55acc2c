using Atelier.Core;
using TorchSharp;

namespace Atelier.Imaging;

/// <summary>Pictures in a row, for comparison.</summary>
public static class SideBySide
{
    private const int Gap = 8;

    /// <summary>Joins pictures from left to right on white.</summary>
    /// <param name="images">[1,3,H,W] each, at least one.</param>
    /// <param name="height">Of the row, in pixels; each picture is scaled to it.</param>
    /// <returns>[1,3,height,W].</returns>
    public static torch.Tensor Join(IReadOnlyList<torch.Tensor> images, int height)
    {
        Require.NotEmpty(images);
        using var scope = torch.NewDisposeScope();
        var gap = torch.ones(1, 3, height, Gap);
        var row = images.SelectMany(image => (torch.Tensor[])[gap, ScaleTo(image.cpu(), height)]).Skip(1);
        return torch.cat([.. row], 3).MoveToOuterDisposeScope();
    }

    private static torch.Tensor ScaleTo(torch.Tensor image, int height) =>
        Scaling.To(image, height, (int)Math.Max(1, Math.Round((double)image.shape[3] * height / image.shape[2])));
}
