using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What is done so that a result has the colors that were asked for: to the photo and the paintings before they are seen, and to the picture afterwards.</summary>
internal static class Recoloring
{
    private const double LeastWeight = 1e-6;

    /// <summary>Whether a painting is seen as the photo is.</summary>
    public static bool NeedsPhoto(ColorSource colors) => colors is not ColorSource.Painting;

    /// <summary>The photo as the network sees it.</summary>
    /// <param name="colors">Whose.</param>
    /// <param name="photo">[1,3,H,W] in [0,1].</param>
    /// <returns>As large; the photo itself where nothing is done.</returns>
    public static Tensor Photo(ColorSource colors, Tensor photo) => colors is ColorSource.Photo ? LuminanceTransfer.Gray(photo) : photo;

    /// <summary>A painting likewise.</summary>
    /// <param name="colors">Whose.</param>
    /// <param name="painting">[1,3,h,w] in [0,1].</param>
    /// <param name="photo">As it is.</param>
    /// <param name="paintingMask">[1,1,h,w]: what of the painting counts; null for all of it.</param>
    /// <param name="photoMask">[1,1,H,W]: where it is painted; null for all of the photo.</param>
    public static Tensor Painting(ColorSource colors, Tensor painting, Tensor photo, Tensor? paintingMask = null, Tensor? photoMask = null) => colors switch
    {
        ColorSource.Photo => LuminanceTransfer.GrayLike(painting, photo, paintingMask, photoMask),
        ColorSource.Linear or ColorSource.Histogram => Transferred(colors, painting, photo, paintingMask, photoMask),
        _ => painting,
    };

    /// <summary>What was painted, in the colors that were asked for.</summary>
    /// <param name="colors">Whose.</param>
    /// <param name="picture">[1,3,h,w] in [0,1].</param>
    /// <param name="photo">As it is, of any size.</param>
    /// <param name="masks">Where paintings are: each place gets the photo's colors there.</param>
    public static Tensor Picture(ColorSource colors, Tensor picture, Tensor photo, Masks masks) => colors switch
    {
        ColorSource.Photo => LuminanceTransfer.Recolor(picture, photo),
        ColorSource.Linear or ColorSource.Histogram => masks.Regions is null ? Likewise(colors, picture, photo, masks, 0) : ByRegion(colors, picture, photo, masks),
        _ => picture,
    };

    private static Tensor ByRegion(ColorSource colors, Tensor picture, Tensor photo, Masks masks)
    {
        using var scope = NewDisposeScope();
        var (sum, weights) = (zeros_like(picture), zeros([1, 1, picture.shape[2], picture.shape[3]], device: picture.device));
        foreach (var (index, mask) in masks.Regions!.Photo.Index())
        {
            using var step = NewDisposeScope();
            var here = Regions.At(mask, picture.shape[2], picture.shape[3]).to(picture.device);
            sum.add_(Likewise(colors, picture, photo, masks, index) * here, alpha: One);
            weights.add_(here, alpha: One);
        }
        return where(weights > Number(0), sum / weights.clamp_min(Number(LeastWeight)), picture).MoveToOuterDisposeScope();
    }

    // The colors that the photo has where a painting goes.
    private static Tensor Likewise(ColorSource colors, Tensor picture, Tensor photo, Masks masks, int painting)
    {
        using var scope = NewDisposeScope();
        var (here, there) = (masks.OnPhoto(painting, picture.shape[2], picture.shape[3]), masks.OnPhoto(painting, photo.shape[2], photo.shape[3]));
        return Transferred(colors, picture, photo, here, there).to(picture.device).MoveToOuterDisposeScope();
    }

    private static Tensor Transferred(ColorSource colors, Tensor image, Tensor reference, Tensor? imageMask, Tensor? referenceMask) => colors is ColorSource.Linear
        ? ColorTransfer.Linear(image, reference, imageMask, referenceMask)
        : ColorTransfer.Histogram(image, reference, imageMask, referenceMask);
}
