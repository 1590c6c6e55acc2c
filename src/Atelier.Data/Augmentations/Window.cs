using System.Runtime.InteropServices;

namespace Atelier.Data;

/// <summary>The part of an image that becomes the sample: a rectangle, rotated about its center, perhaps mirrored.</summary>
/// <param name="CenterX">Its center in pixels from the image's left edge.</param>
/// <param name="CenterY">Its center in pixels from the image's top edge.</param>
/// <param name="Width">In pixels of the image.</param>
/// <param name="Height">In pixels of the image.</param>
/// <param name="Degrees">How far the image is rotated in the sample, clockwise.</param>
/// <param name="IsFlipped">Whether left and right are swapped.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(double CenterX, double CenterY, double Width, double Height, double Degrees = 0, bool IsFlipped = false)
{
    // What torchvision's recipes show of an image: 224 of 256 pixels.
    private const double Margin = 224.0 / 256;
    private const int Tries = 10;

    /// <summary>The middle: 7/8 of the shorter side, or more if that would have to be magnified.</summary>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="size">Of the sample.</param>
    public static Window Middle(int width, int height, int size)
    {
        var side = Math.Min(width, height);
        var shown = Math.Max(side * Margin, Math.Min(side, size));
        return new(width / 2.0, height / 2.0, shown, shown);
    }

    /// <summary>Draws a window; the same random numbers always give the same window.</summary>
    public static Window Draw(Augmentation augmentation, int width, int height, int size, ref CounterRandom random)
    {
        var middle = Middle(width, height, size);
        var window = augmentation.CropArea is { } area ? Cropped(area, augmentation.CropStretch, width, height, ref random) ?? middle : middle;
        var shift = (X: random.Next(-1, 1) * augmentation.Shift, Y: random.Next(-1, 1) * augmentation.Shift);
        var isFlipped = random.NextUnit() < augmentation.FlipProbability;
        return window with
        {
            CenterX = window.CenterX + shift.X * window.Width,
            CenterY = window.CenterY + shift.Y * window.Height,
            IsFlipped = isFlipped,
            Degrees = random.Next(-1, 1) * augmentation.MaxRotation,
        };
    }

    private static Window? Cropped(double leastArea, double stretch, int width, int height, ref CounterRandom random)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var area = random.Next(leastArea, 1) * width * height;
            var ratio = Math.Exp(random.Next(-1, 1) * Math.Log(stretch));
            var (w, h) = (Math.Sqrt(area * ratio), Math.Sqrt(area / ratio));
            if (w <= width && h <= height)
                return new(random.Next(w / 2, width - w / 2), random.Next(h / 2, height - h / 2), w, h);
        }
        return null;
    }
}
