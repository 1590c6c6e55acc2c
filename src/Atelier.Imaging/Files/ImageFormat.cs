namespace Atelier.Imaging;

/// <summary>A kind of image file that can be read and written.</summary>
public enum ImageFormat
{
    /// <summary>JPEG, 8 bits.</summary>
    Jpeg,

    /// <summary>PNG, up to 16 bits.</summary>
    Png,

    /// <summary>WebP, 8 bits.</summary>
    WebP,

    /// <summary>TIFF, up to 16 bits or float.</summary>
    Tiff,

    /// <summary>AVIF (AV1 in HEIF), up to 12 bits.</summary>
    Avif,

    /// <summary>GIF, 256 colors; the first frame of an animation.</summary>
    Gif,

    /// <summary>Windows bitmap, 8 bits.</summary>
    Bmp,

    /// <summary>HEIC (HEVC in HEIF), which phones write. Read where the machine has libvips' tools; never written.</summary>
    Heic,

    /// <summary>JPEG XL; likewise.</summary>
    JpegXl,
}
