using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The pixels of an image, [H,W,C], line by line; lines that touch in memory are one.</summary>
internal readonly unsafe struct ImageLines
{
    private readonly nint _start;
    private readonly long _stride;
    private readonly int _width;

    public ImageLines(Tensor image)
    {
        var (height, width) = ((int)image.shape[0], (int)image.shape[1]);
        (Pixels, Channels) = (height * width, (int)image.shape[2]);
        (_start, _stride) = ((nint)Pointer.ToFirst(image), image.stride(0));
        _width = height == 1 || _stride == (long)width * Channels ? Pixels : width;
    }

    public int Pixels { get; }

    public int Channels { get; }

    /// <summary>How many pixels lie in memory one after the other, from this one on.</summary>
    public int Run(int pixel) => _width - pixel % _width;

    public float* At(int pixel)
    {
        var (line, x) = Math.DivRem(pixel, _width);
        return (float*)_start + line * _stride + (nint)x * Channels;
    }
}
