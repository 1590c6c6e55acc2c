using System.Runtime.InteropServices;
using Atelier.Core;
using SkiaSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>A picture with a caption. It holds a copy of the pixels, and no tensor.</summary>
public sealed class SamplePicture
{
    private const int Channels = 3;
    private readonly byte[] _rgba;

    /// <param name="rgb">Width times height times 3 bytes: red, green, blue, row by row.</param>
    /// <param name="width">In pixels, 1 or more.</param>
    /// <param name="height">In pixels, 1 or more.</param>
    /// <param name="caption">Such as <c>lion → persian_cat</c>.</param>
    /// <param name="note">A second line, smaller, such as <c>p 0.93</c>; null for none.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes.</exception>
    public SamplePicture(ReadOnlySpan<byte> rgb, int width, int height, string caption, string? note = null)
    {
        (Width, Height) = (Require.Positive(width, nameof(width)), Require.Positive(height, nameof(height)));
        if (rgb.Length != (long)width * height * Channels)
            throw new ArgumentException($"{width}x{height} pixels have {(long)width * height * Channels} bytes, not {rgb.Length}.", nameof(rgb));
        (Caption, Note) = (caption, note);
        _rgba = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            rgb.Slice(i * Channels, Channels).CopyTo(_rgba.AsSpan(i * 4));
            _rgba[i * 4 + 3] = byte.MaxValue;
        }
    }

    /// <summary>From a tensor.</summary>
    /// <param name="image">[3,H,W] float32, in [0,1]; values outside are clipped.</param>
    /// <param name="caption">As in the constructor.</param>
    /// <param name="note">As in the constructor.</param>
    /// <exception cref="ShapeException">The shape is wrong.</exception>
    public static SamplePicture From(Tensor image, string caption, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.shape is not [Channels, var height, var width])
            throw new ShapeException("[3,H,W]", image.shape);
        using var scope = NewDisposeScope();
        var bytes = (image.detach().cpu().clamp(Number(0), Number(1)) * Number(255)).round().to(ScalarType.Byte).permute(1, 2, 0).contiguous();  // [H,W,3]
        return new(bytes.data<byte>().ToArray(), (int)width, (int)height, caption, note);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>The first line.</summary>
    public string Caption { get; }

    /// <summary>The second line, smaller.</summary>
    public string? Note { get; }

    internal void Draw(SKCanvas canvas, SKRect place)
    {
        var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = GCHandle.Alloc(_rgba, GCHandleType.Pinned);
        try
        {
            using var image = SKImage.FromPixelCopy(info, pixels.AddrOfPinnedObject(), Width * 4);
            var scale = Math.Min(place.Width / Width, place.Height / Height);
            var fit = SKRect.Create(place.MidX - Width * scale / 2, place.MidY - Height * scale / 2, Width * scale, Height * scale);
            canvas.DrawImage(image, fit, new SKSamplingOptions(SKCubicResampler.CatmullRom));
        }
        finally
        {
            pixels.Free();
        }
    }
}
