using System.Numerics;
using Atelier.Imaging;

namespace Atelier.Data;

/// <summary>
/// Resamples a window of an image to a square: linear interpolation, its triangle widened when shrinking so that fine detail
/// averages out; beyond its edges the image is mirrored. One per thread: it keeps its buffers.
/// </summary>
internal sealed class Resampling
{
    private float[] _rows = [];
    private float[] _small = [];

    /// <summary>Fills <paramref name="target"/> with <paramref name="size"/> x <paramref name="size"/> x 3 values in [0,255].</summary>
    public void Fill(RgbPixels image, Window window, int size, Span<float> target)
    {
        if (window.Degrees == 0)
        {
            var horizontal = new Taps(image.Width, window.CenterX - window.Width / 2, window.Width / size, size);
            var vertical = new Taps(image.Height, window.CenterY - window.Height / 2, window.Height / size, size);
            Separable(image, window.IsFlipped ? horizontal.Reversed() : horizontal, vertical, target);
            return;
        }
        // The whole image is brought to the sample's scale, which then only is to be turned.
        var (scaleX, scaleY) = (Math.Max(1, window.Width / size), Math.Max(1, window.Height / size));
        var (w, h) = (Math.Max(1, (int)Math.Round(image.Width / scaleX)), Math.Max(1, (int)Math.Round(image.Height / scaleY)));
        Grow(ref _small, w * h * 3);
        Separable(image, new Taps(image.Width, 0, (double)image.Width / w, w), new Taps(image.Height, 0, (double)image.Height / h, h), _small);
        Turn(_small, w, h, window, (w / (double)image.Width, h / (double)image.Height), size, target);
    }

    // Rows first, as they are in memory; then columns, for as many rows as the sample has.
    private void Separable(RgbPixels image, Taps horizontal, Taps vertical, Span<float> target)
    {
        var rowLength = image.Width * 3;
        Grow(ref _rows, rowLength);
        for (var y = 0; y < vertical.Count; y++)
        {
            var row = _rows.AsSpan(0, rowLength);
            row.Clear();
            var weights = vertical.Weights(y);
            var sources = vertical.Sources(y);
            for (var t = 0; t < weights.Length; t++)
                AddScaled(image.Bytes.AsSpan(sources[t] * rowLength, rowLength), weights[t], row);
            Columns(row, horizontal, target.Slice(y * horizontal.Count * 3, horizontal.Count * 3));
        }
    }

    private static void AddScaled(ReadOnlySpan<byte> from, float weight, Span<float> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            AddScaled(a, weight, to[i..]);
            AddScaled(b, weight, to[(i + Vector<float>.Count)..]);
            AddScaled(c, weight, to[(i + 2 * Vector<float>.Count)..]);
            AddScaled(d, weight, to[(i + 3 * Vector<float>.Count)..]);
        }
        for (; i < from.Length; i++)
            to[i] += weight * from[i];
    }

    private static void AddScaled(Vector<uint> from, float weight, Span<float> to) =>
        (new Vector<float>(to) + Vector.ConvertToSingle(from.As<uint, int>()) * weight).CopyTo(to);

    private static void Columns(ReadOnlySpan<float> row, Taps horizontal, Span<float> target)
    {
        for (var x = 0; x < horizontal.Count; x++)
        {
            var weights = horizontal.Weights(x);
            var sources = horizontal.Sources(x);
            var (red, green, blue) = (0f, 0f, 0f);
            for (var t = 0; t < weights.Length; t++)
            {
                var pixel = row.Slice(sources[t] * 3, 3);
                red += weights[t] * pixel[0];
                green += weights[t] * pixel[1];
                blue += weights[t] * pixel[2];
            }
            (target[3 * x], target[3 * x + 1], target[3 * x + 2]) = (red, green, blue);
        }
    }

    private static void Turn(ReadOnlySpan<float> image, int width, int height, Window window, (double X, double Y) scale, int size, Span<float> target)
    {
        var (sin, cos) = Math.SinCos(window.Degrees * Math.PI / 180);
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var u = ((x + 0.5) / size - 0.5) * window.Width * (window.IsFlipped ? -1 : 1);
                var v = ((y + 0.5) / size - 0.5) * window.Height;
                var left = (window.CenterX + cos * u + sin * v) * scale.X - 0.5;
                var top = (window.CenterY - sin * u + cos * v) * scale.Y - 0.5;
                Blend(image, width, height, left, top, target.Slice((y * size + x) * 3, 3));
            }
    }

    private static void Blend(ReadOnlySpan<float> image, int width, int height, double x, double y, Span<float> target)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (partX, partY) = ((float)(x - left), (float)(y - top));
        var (x0, x1) = (Taps.Mirror(left, width), Taps.Mirror(left + 1, width));
        var (y0, y1) = (Taps.Mirror(top, height) * width, Taps.Mirror(top + 1, height) * width);
        for (var c = 0; c < 3; c++)
        {
            var upper = image[(y0 + x0) * 3 + c] * (1 - partX) + image[(y0 + x1) * 3 + c] * partX;
            var lower = image[(y1 + x0) * 3 + c] * (1 - partX) + image[(y1 + x1) * 3 + c] * partX;
            target[c] = upper * (1 - partY) + lower * partY;
        }
    }

    private static void Grow(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new float[length];
    }
}
