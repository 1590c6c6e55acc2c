namespace Atelier.Imaging;

/// <summary>What an image file says about itself, known without decoding it.</summary>
/// <param name="Format">The format of the content, whatever the file's name.</param>
/// <param name="Width">Pixels from left to right, after the EXIF orientation is applied.</param>
/// <param name="Height">Pixels from top to bottom, after the EXIF orientation is applied.</param>
/// <param name="Bands">Channels as stored: 1 for gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha or CMYK, 5 CMYK and alpha.</param>
/// <param name="Bits">Bits per channel: 8, 16, or 32 for float; fewer if the file says so.</param>
/// <param name="HasAlpha">Whether the last channel is transparency.</param>
/// <param name="HasProfile">Whether an ICC profile is embedded.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height, int Bands, int Bits, bool HasAlpha, bool HasProfile)
{
    /// <summary>Width x height.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Whether one side is more than <see cref="ImageFile.LargestAspect"/> times the other.</summary>
    internal bool IsStrip => Math.Max(Width, Height) > ImageFile.LargestAspect * (long)Math.Min(Width, Height);
}
