using Atelier.Core;

namespace Atelier.Imaging;

/// <summary>Options of <see cref="ImageFile.Read(string, ImageReadOptions?)"/>.</summary>
public sealed record ImageReadOptions
{
    /// <summary>The most pixels (width x height) to decode; a larger image is refused once its header is read. Default 50,000,000.</summary>
    public long MaxPixels { get; init => field = Require.Positive(value); } = 50_000_000;

    /// <summary>Whether a file with pixels missing is read as far as there are any; otherwise it is refused. Default false.</summary>
    public bool Damaged { get; init; }

    /// <summary>Whether the tensor has bytes, 0 to 255, in a quarter of the memory; 16 bits are rounded. For <c>InstantStylizer</c>. Default false.</summary>
    public bool AsBytes { get; init; }

    /// <summary>Whether an image with transparency gives a fourth channel, 1 where it is opaque, and no background. Default false.</summary>
    public bool KeepAlpha { get; init; }

    /// <summary>The ICC profile whose colors the image is read in, such as <see cref="ImageFile.DisplayP3"/> or that of <see cref="ImageFile.ReadProfile"/>; null, the default, for sRGB.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>Told, in a sentence, of what is odd about a file that is read all the same; nobody by default.</summary>
    public Action<string>? Remark { get; init; }

    /// <summary>The sRGB color, each channel in [0,1], that shows through where the image is transparent. Default white.</summary>
    public (double Red, double Green, double Blue) Background
    {
        get;
        init => field = (
            Require.InRange(value.Red, 0, 1, nameof(Background)),
            Require.InRange(value.Green, 0, 1, nameof(Background)),
            Require.InRange(value.Blue, 0, 1, nameof(Background)));
    } = (1, 1, 1);
}
