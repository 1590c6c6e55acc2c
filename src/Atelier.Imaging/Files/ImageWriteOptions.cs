using Atelier.Core;

namespace Atelier.Imaging;

/// <summary>Options of <see cref="ImageFile.Write"/>.</summary>
public sealed record ImageWriteOptions
{
    /// <summary>Bits per channel, 8 or 16; 16 for PNG and TIFF only. Default 8.</summary>
    public int Bits
    {
        get;
        init => field = value is 8 or 16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Bits must be 8 or 16, but is {value}.");
    } = 8;

    /// <summary>The quality of JPEG, WebP and AVIF, 1 to 100; the other formats are lossless. Default 92.</summary>
    public int Quality { get; init => field = Require.InRange(value, 1, 100); } = 92;

    /// <summary>Texts to keep in a PNG (zTXt), by keyword; other formats leave them out. None by default.</summary>
    /// <remarks>Keywords are 1 to 79 letters, digits or spaces; texts are printable ASCII, as JSON can be written.</remarks>
    public IReadOnlyDictionary<string, string> Texts
    {
        get;
        init => field = value.All(text => PngTexts.IsKeyword(text.Key) && PngTexts.IsText(text.Value))
            ? value
            : throw new ArgumentException("Texts must be printable ASCII, under keywords of 1 to 79 letters, digits or spaces.", nameof(value));
    } = new Dictionary<string, string>();
}
