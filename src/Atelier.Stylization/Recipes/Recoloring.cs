using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What is done so that a result has the colors that were asked for: to the photo and the paintings before they are seen, and to the picture afterwards.</summary>
internal static class Recoloring
{
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
    public static Tensor Painting(ColorSource colors, Tensor painting, Tensor photo) => colors switch
    {
        ColorSource.Photo => LuminanceTransfer.GrayLike(painting, photo),
        ColorSource.Linear => ColorTransfer.Linear(painting, photo),
        ColorSource.Histogram => ColorTransfer.Histogram(painting, photo),
        _ => painting,
    };

    /// <summary>What was painted, in the colors that were asked for.</summary>
    /// <param name="colors">Whose.</param>
    /// <param name="picture">[1,3,h,w] in [0,1].</param>
    /// <param name="photo">As it is, of any size.</param>
    public static Tensor Picture(ColorSource colors, Tensor picture, Tensor photo) => colors switch
    {
        ColorSource.Photo => LuminanceTransfer.Recolor(picture, photo),
        ColorSource.Linear => ColorTransfer.Linear(picture, photo).to(picture.device),
        ColorSource.Histogram => ColorTransfer.Histogram(picture, photo).to(picture.device),
        _ => picture,
    };
}
