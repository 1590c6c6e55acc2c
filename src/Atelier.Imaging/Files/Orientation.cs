using NetVips;

namespace Atelier.Imaging;

/// <summary>EXIF orientation: how a camera was held, 1 (upright) to 8.</summary>
internal static class Orientation
{
    /// <summary>The orientation that the file asks for; 1 if it says nothing, or something invalid.</summary>
    public static int Read(Image image) =>
        image.Contains("orientation") && image.Get("orientation") is int and >= 1 and <= 8 and var orientation ? orientation : 1;

    /// <summary>The image upright. The caller disposes the result; the input is kept.</summary>
    public static Image Upright(Image image)
    {
        if (Read(image) == 1)
            return image.Copy();
        // Decoders deliver rows once, from the top down; rotating reads them in another order.
        using var whole = image.CopyMemory();
        return whole.Autorot();
    }
}
