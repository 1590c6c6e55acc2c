using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A photo and paintings as they are looked at, and what is done to the picture that is painted of them.</summary>
/// <param name="Colors">Whose the result's are.</param>
/// <param name="Content">The photo, apart from its transparency.</param>
/// <param name="Paintings">The paintings' colors, [1,3,h,w] each.</param>
/// <param name="Masks">What of them counts.</param>
internal sealed record SeenPictures(ColorSource Colors, Cutout Content, IReadOnlyList<Tensor> Paintings, Masks Masks)
{
    /// <summary>Of pictures with transparency or without; in the caller's scope.</summary>
    /// <param name="colors">Whose the result's are.</param>
    /// <param name="photo">[1,3,H,W] or [1,4,H,W].</param>
    /// <param name="paintings">[1,3,h,w] or [1,4,h,w] each.</param>
    /// <param name="regions">Of the caller; null for none.</param>
    public static SeenPictures Of(ColorSource colors, Tensor photo, IReadOnlyList<Tensor> paintings, Regions? regions)
    {
        var (content, styles) = (Cutout.Of(photo), paintings.Select(Cutout.Of).ToList());
        return new(colors, content, [.. styles.Select(style => style.Colors)], new(regions, content.Alpha, [.. styles.Select(style => style.Alpha)]));
    }

    /// <summary>[1,3,H,W].</summary>
    public Tensor Photo => Content.Colors;

    /// <summary>Whether something is done to a picture that was painted.</summary>
    public bool IsFinished => Recoloring.NeedsPhoto(Colors) || Masks.Regions is not null || Content.Alpha is not null;

    /// <summary>The photo as the network sees it.</summary>
    public Tensor RecoloredPhoto() => Recoloring.Photo(Colors, Photo);

    /// <summary>The paintings likewise.</summary>
    public IReadOnlyList<Tensor> RecoloredPaintings() => !Recoloring.NeedsPhoto(Colors) ? Paintings : [.. Paintings.Select((painting, index) => Recoloring.Painting(
        Colors, painting, Photo, Masks.OnPainting(index, painting.shape[2], painting.shape[3]), Masks.OnPhoto(index, Photo.shape[2], Photo.shape[3])))];

    /// <summary>What was painted, in the colors, the regions and the transparency that were asked for; in the caller's scope.</summary>
    /// <param name="picture">[1,3,h,w] in [0,1].</param>
    public Tensor Finish(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var recolored = Recoloring.Picture(Colors, picture, Photo, Masks);
        var finished = Masks.Regions?.Over(recolored, Photo) ?? recolored;
        return Content.Over(finished).MoveToOuterDisposeScope();
    }
}
