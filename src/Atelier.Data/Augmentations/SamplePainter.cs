using Atelier.Imaging;

namespace Atelier.Data;

/// <summary>Turns a decoded image into the network's input: window, light, cutouts, normalization. One per thread, because it keeps its buffers.</summary>
/// <param name="augmentation">How the image varies.</param>
/// <param name="normalization">The last step.</param>
/// <param name="size">Pixels per side.</param>
/// <param name="channelsLast">Whether a pixel's channels are adjacent.</param>
internal sealed class SamplePainter(Augmentation augmentation, Normalization normalization, int size, bool channelsLast)
{
    private readonly Resampling _resampling = new();
    private readonly float[] _pixels = new float[size * size * 3];

    /// <summary>Fills <paramref name="target"/>, 3 x size x size values, or size x size x 3 with channels last.</summary>
    public void Paint(RgbPixels image, CounterRandom random, Span<float> target)
    {
        var window = Window.Draw(augmentation, image.Width, image.Height, size, ref random);
        _resampling.Fill(image, window, size, _pixels);
        Light(_pixels, Factor(augmentation.Contrast, ref random), Factor(augmentation.Brightness, ref random));
        Normalize(target);
        for (var cutout = 0; cutout < augmentation.CutoutCount; cutout++)
            Blank(target, random.NextUnit(), random.NextUnit());
    }

    /// <summary>Contrast about the mean, then brightness, clamped to [0,1]; values in [0,255] come out in [0,1].</summary>
    internal static void Light(Span<float> pixels, double contrast, double brightness)
    {
        var sum = 0.0;
        foreach (var value in pixels)
            sum += value;
        var mean = sum / Math.Max(1, pixels.Length) / byte.MaxValue;
        var (scale, offset) = ((float)(brightness * contrast / byte.MaxValue), (float)(brightness * mean * (1 - contrast)));
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i] * scale + offset, 0, 1);
    }

    private static double Factor(double strength, ref CounterRandom random) => Math.Exp(random.Next(-1, 1) * Math.Log(1 + strength));

    private void Normalize(Span<float> target)
    {
        var (mean, deviation) = (normalization.Mean, normalization.Deviation);
        Normalize(target, 0, mean.Red, deviation.Red);
        Normalize(target, 1, mean.Green, deviation.Green);
        Normalize(target, 2, mean.Blue, deviation.Blue);
    }

    private void Normalize(Span<float> target, int channel, float mean, float deviation)
    {
        var place = normalization.IsBlueFirst ? 2 - channel : channel;
        var (start, step) = channelsLast ? (place, 3) : (place * size * size, 1);
        var scale = 1 / deviation;
        for (int i = channel, at = start; i < _pixels.Length; i += 3, at += step)
            target[at] = (_pixels[i] - mean) * scale;
    }

    // After normalization the mean color is 0.
    private void Blank(Span<float> target, double x, double y)
    {
        var side = augmentation.CutoutSize * size;
        var columns = Span(x * size - side / 2, side);
        var rows = Span(y * size - side / 2, side);
        for (var row = rows.Start; row < rows.End; row++)
        {
            if (channelsLast)
                target[((row * size + columns.Start) * 3)..((row * size + columns.End) * 3)].Clear();
            else
                for (var channel = 0; channel < 3; channel++)
                    target[((channel * size + row) * size + columns.Start)..((channel * size + row) * size + columns.End)].Clear();
        }
    }

    private (int Start, int End) Span(double start, double length)
    {
        var first = (int)Math.Round(start);
        return (Math.Clamp(first, 0, size), Math.Clamp(first + (int)Math.Round(length), 0, size));
    }
}
