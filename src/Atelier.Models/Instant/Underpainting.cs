using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>
/// The colors of large areas, as painters lay them down first: means over squares, whose distribution is moved to the painting's. Details keep
/// theirs, so nothing fine is amplified.
/// </summary>
internal static class Underpainting
{
    private const int Halvings = 4;

    /// <summary>Pixels a side of a square.</summary>
    public const int Square = 1 << Halvings;

    /// <summary>The squares' colors: [N,3,H/16,W/16], rounded up, of [N,3,H,W], in the caller's scope.</summary>
    public static Tensor Squares(Tensor image) => nn.functional.avg_pool2d(image, Square, ceil_mode: true, count_include_pad: false);

    /// <summary>What is to be added to a picture so that it has a painting's colors; not recorded by autograd. In the caller's scope.</summary>
    /// <param name="picture">[N,3,H,W].</param>
    /// <param name="palette">Moments of the painting's squares.</param>
    /// <returns>[N,3,H,W].</returns>
    public static Tensor Change(Tensor picture, Moments palette)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var squares = Squares(picture);
        var change = Transport.Between(Moments.Of(squares), palette).Apply(squares) - squares;
        for (var halving = 0; halving < Halvings; halving++)
            change = Enlargement.Twice(change);
        return change.narrow(2, 0, picture.shape[2]).narrow(3, 0, picture.shape[3]).MoveToOuterDisposeScope();
    }
}
