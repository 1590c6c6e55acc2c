using System.Buffers;
using System.Runtime.InteropServices;
using NetVips;
using static Atelier.Core.Numbers;
using static NetVips.Enums;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Moves pixels between libvips (rows of interleaved channels) and tensors (planes).</summary>
internal static class PixelTensors
{
    private const int RowsAtOnce = 256;

    /// <summary>The image of three or four bands, decoded, as [1,C,H,W]: float32 in [0,1], or bytes.</summary>
    public static Tensor FromImage(Image image, bool asBytes = false)
    {
        var (type, bytesEach, offset) = image.Format switch
        {
            BandFormat.Uchar => (ScalarType.Byte, 1, 0),
            BandFormat.Ushort => (ScalarType.Int16, 2, 32768),
            _ => (ScalarType.Float32, 4, 0),
        };
        var fullScale = SrgbConversion.FullScale(image);
        var rowBytes = (long)image.Width * image.Bands * bytesEach;
        var pixels = image.WriteToMemory(out _);
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)(Math.Min(RowsAtOnce, image.Height) * rowBytes)));
        try
        {
            using var scope = NewDisposeScope();
            var planes = empty([1, image.Bands, image.Height, image.Width], asBytes ? uint8 : float32);
            for (var top = 0; top < image.Height; top += RowsAtOnce)
            {
                using var step = NewDisposeScope();
                var rows = Math.Min(RowsAtOnce, image.Height - top);
                var block = empty([1, rows, image.Width, image.Bands], type);
                var bytes = (int)(rows * rowBytes);
                Marshal.Copy(pixels + (nint)(top * rowBytes), buffer, 0, bytes);
                buffer.AsSpan(0, bytes).CopyTo(block.bytes);
                var part = planes.narrow(2, top, rows);
                // Torch has no unsigned 16-bit type: flipping the top bit makes the values signed, and smaller by 32768.
                var numbers = (offset == 0 ? block : block.bitwise_xor_(short.MinValue)).permute(0, 3, 1, 2);
                if (asBytes && type is ScalarType.Byte)
                {
                    part.copy_(numbers);
                    continue;
                }
                numbers = numbers.to(float32).add_(Number(offset), alpha: One).div_(Number(fullScale)).clamp_(Number(0), Number(1));
                part.copy_(asBytes ? PackedImage.Packed(numbers, 8) : numbers);
            }
            return planes.MoveToOuterDisposeScope(); // [1,C,H,W]
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            NetVips.NetVips.Free(pixels);
        }
    }

    /// <summary>Calls <paramref name="use"/> with [1,C,H,W] or [C,H,W], three channels or four, as an sRGB image of 8 or 16 bits, clamped and rounded.</summary>
    public static void WithImage(Tensor planes, int bits, Action<Image> use)
    {
        var (channels, height, width) = ((int)planes.shape[^3], planes.shape[^2], planes.shape[^1]);
        var rowBytes = width * channels * bits / 8;
        // Band by band, so that a large picture is in memory once more as bytes, and not as numbers.
        var pixels = new byte[checked(height * rowBytes)];
        for (var top = 0L; top < height; top += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(RowsAtOnce, height - top);
            Levels(planes.narrow(-2, top, rows), bits).bytes.CopyTo(pixels.AsSpan((int)(top * rowBytes), (int)(rows * rowBytes)));
        }
        using var raw = Image.NewFromMemory(pixels, (int)width, (int)height, channels, bits == 8 ? BandFormat.Uchar : BandFormat.Ushort);
        using var image = raw.Copy(interpretation: bits == 8 ? Interpretation.Srgb : Interpretation.Rgb16);
        use(image);
    }

    // [H,W,C], of unsigned numbers; the planes may be packed.
    private static Tensor Levels(Tensor planes, int bits)
    {
        var levels = PackedImage.Floats(planes.detach().cpu()).to(float32).reshape(planes.shape[^3], planes.shape[^2], planes.shape[^1])
            .nan_to_num(0, 1, 0).clamp_(Number(0), Number(1)).mul_(Number(bits == 8 ? byte.MaxValue : ushort.MaxValue)).round_().permute(1, 2, 0);
        return bits == 8
            ? levels.to(uint8).contiguous()
            : levels.sub(Number(32768)).to(int16).contiguous().bitwise_xor_(short.MinValue);
    }
}
