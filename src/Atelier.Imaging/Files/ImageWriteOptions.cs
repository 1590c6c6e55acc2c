using Atelier.Core;
using TorchSharp;

namespace Atelier.Imaging;

/// <summary>Options of <see cref="ImageFile.Write(string, torch.Tensor, ImageWriteOptions?)"/>.</summary>
public sealed record ImageWriteOptions
{
    /// <summary>Bits per channel, 8 or 16; 16 for PNG and TIFF only. Default 8.</summary>
    public int Bits
    {
        get;
        init => field = value is 8 or 16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Bits must be 8 or 16, but is {value}.");
    } = 8;

    /// <summary>Whether a file that is there already is kept, and writing fails. Default false.</summary>
    public bool KeepExisting { get; init; }

    /// <summary>The quality of JPEG, WebP and AVIF, 1 to 100; the other formats are lossless. Default 92.</summary>
    public int Quality { get; init => field = Require.InRange(value, 1, 100); } = 92;

    /// <summary>Pixels per inch in print, 1 to 100,000, for TIFF, PNG, JPEG and BMP; null, the default, says nothing.</summary>
    public double? Dpi { get; init => field = value is { } dpi ? Require.InRange(dpi, 1, 100_000) : null; }

    /// <summary>The ICC profile of the image's colors, which the file is tagged with; null, the default, for sRGB. Not for GIF and BMP.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>What the image says of itself: of <see cref="ImageFile.ReadMetadata"/>; null, the default, for nothing. Not for GIF and BMP.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Texts to keep, by keyword: in a PNG as zTXt, in a JPEG, WebP, TIFF or AVIF as XMP; GIF and BMP leave them out. None by default.</summary>
    /// <remarks>Keywords are 1 to 79 letters, digits or spaces; texts are printable ASCII, as JSON can be written.</remarks>
    public IReadOnlyDictionary<string, string> Texts
    {
        get;
        init => field = value.All(text => PngTexts.IsKeyword(text.Key) && PngTexts.IsText(text.Value))
            ? value
            : throw new ArgumentException("Texts must be printable ASCII, under keywords of 1 to 79 letters, digits or spaces.", nameof(value));
    } = new Dictionary<string, string>();
}
