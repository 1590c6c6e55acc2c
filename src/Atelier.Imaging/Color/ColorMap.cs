using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Colors are multiplied by a matrix and moved.</summary>
/// <param name="matrix">[3,3].</param>
/// <param name="offset">[3].</param>
internal sealed class ColorMap(Tensor matrix, Tensor offset)
{
    private readonly float[] _matrix = matrix.to(float32).contiguous().data<float>().ToArray();
    private readonly float[] _offset = offset.to(float32).contiguous().data<float>().ToArray();

    /// <summary>Changes colors.</summary>
    /// <param name="colors">Three planes.</param>
    public void Apply(Span<float> colors)
    {
        var width = colors.Length / 3;
        var reds = colors[..width];
        var greens = colors.Slice(width, width);
        var blues = colors[(2 * width)..];
        for (var at = 0; at < width; at++)
        {
            var (red, green, blue) = (reds[at], greens[at], blues[at]);
            reds[at] = (_matrix[0] * red) + (_matrix[1] * green) + (_matrix[2] * blue) + _offset[0];
            greens[at] = (_matrix[3] * red) + (_matrix[4] * green) + (_matrix[5] * blue) + _offset[1];
            blues[at] = (_matrix[6] * red) + (_matrix[7] * green) + (_matrix[8] * blue) + _offset[2];
        }
    }
}
