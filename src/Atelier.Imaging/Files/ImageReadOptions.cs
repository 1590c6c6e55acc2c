using Atelier.Core;

namespace Atelier.Imaging;

/// <summary>Options of <see cref="ImageFile.Read"/>.</summary>
public sealed record ImageReadOptions
{
    /// <summary>The most pixels (width x height) to decode; a larger image is refused once its header is read. Default 50,000,000.</summary>
    public long MaxPixels { get; init => field = Require.Positive(value); } = 50_000_000;

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
