using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>A picture's colors, row by row, so that what is summed of them does not depend on the number of threads.</summary>
/// <param name="Numbers">Red, green and blue, one plane after the other.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Weights">How much each pixel counts; null where all count as much.</param>
internal sealed record ColorPlanes(float[] Numbers, int Height, int Width, float[]? Weights)
{
    /// <summary>Pixels.</summary>
    public int Count => Height * Width;

    /// <summary>Of an image.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <param name="mask">[1,1,H,W]: how much each pixel counts; null, or black, where all count as much.</param>
    public static ColorPlanes Of(Tensor image, Tensor? mask = null)
    {
        if (image.shape is not [1, 3, > 0 and var height, > 0 and var width])
            throw new ShapeException("[1,3,H,W]", image.shape);
        using var scope = NewDisposeScope();
        var weights = mask?.cpu().contiguous().data<float>().ToArray();
        return new(image.cpu().contiguous().data<float>().ToArray(), (int)height, (int)width, weights?.Any(weight => weight > 0) is true ? weights : null);
    }

    /// <summary>An image of colors that are made row by row, on several threads.</summary>
    /// <param name="change">Gets the colors of a row, three planes, and changes them.</param>
    /// <returns>[1,3,H,W].</returns>
    public Tensor Changed(Action<Span<float>> change)
    {
        var numbers = new float[Numbers.Length];
        Parallel.For(0, Height, row =>
        {
            Span<float> colors = new float[3 * Width];
            Read(row, colors);
            change(colors);
            for (var plane = 0; plane < 3; plane++)
                colors.Slice(plane * Width, Width).CopyTo(numbers.AsSpan((plane * Count) + (row * Width)));
        });
        return tensor(numbers, [1, 3, Height, Width]);
    }

    /// <summary>The colors of a row, three planes.</summary>
    public void Read(int row, Span<float> into)
    {
        for (var plane = 0; plane < 3; plane++)
            Numbers.AsSpan((plane * Count) + (row * Width), Width).CopyTo(into[(plane * Width)..]);
    }

    /// <summary>Some pixels that count, evenly spread: at most so many of each plane.</summary>
    public float[][] Sample(int most)
    {
        int[] places = [.. Enumerable.Range(0, Count).Where(at => Weights is null || Weights[at] >= 0.5f)];
        if (places.Length == 0)
            places = [.. Enumerable.Range(0, Count).Where(at => Weights![at] > 0)];
        var step = Math.Max(1, (places.Length + most - 1) / most);
        return [.. Enumerable.Range(0, 3).Select(plane => places.Where((_, index) => index % step == 0).Select(at => Numbers[(plane * Count) + at]).ToArray())];
    }
}
