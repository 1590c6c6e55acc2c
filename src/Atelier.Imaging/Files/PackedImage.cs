using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Large images [1,3,H,W] as integers, in a quarter or half of the memory that floats take: of 8 bits, as in most files, or of 16.</summary>
internal static class PackedImage
{
    private const double Offset = 32768;

    /// <summary>Rows to be worked on at once, so that only those are in memory as floats.</summary>
    public const int Rows = 256;

    /// <summary>Whether an image is packed.</summary>
    public static bool Is(Tensor image) => !image.is_floating_point();

    /// <summary>How many an image is packed in, so that it loses nothing: 8 for bytes, and else 16.</summary>
    public static int BitsFor(Tensor image) => image.dtype is ScalarType.Byte ? 8 : 16;

    /// <summary>Packs an image, channel by channel.</summary>
    /// <param name="channel">Makes a channel, [1,1,H,W] in [0,1], in the caller's scope.</param>
    /// <param name="bits">8 or 16.</param>
    /// <returns>[1,3,H,W], in the caller's scope.</returns>
    public static Tensor Of(Func<int, Tensor> channel, int bits = 8)
    {
        using var scope = NewDisposeScope();
        var channels = Enumerable.Range(0, 3).Select(index =>
        {
            using var step = NewDisposeScope();
            return Packed(channel(index), bits).MoveToOuterDisposeScope();
        }).ToArray();
        return cat(channels, 1).MoveToOuterDisposeScope();
    }

    /// <summary>An image, or a part of one, in [0,1]: itself where it is of floats.</summary>
    public static Tensor Floats(Tensor image) => image.dtype switch
    {
        ScalarType.Byte => image.to(float32).div_(Number(byte.MaxValue)),
        ScalarType.Int16 => image.to(float32).add_(Number(Offset), alpha: One).div_(Number(ushort.MaxValue)),
        _ => image,
    };

    /// <summary>Room for a picture as large as an image: floats where that has them, and else integers.</summary>
    /// <param name="image">Of that size.</param>
    /// <param name="bits">8 or 16.</param>
    public static Tensor RoomFor(Tensor image, int bits) => empty(image.shape, !Is(image) ? float32 : bits == 8 ? uint8 : int16);

    /// <summary>Puts a part in its place.</summary>
    /// <param name="place">Of <see cref="RoomFor"/>; a view.</param>
    /// <param name="part">In [0,1].</param>
    public static void Put(Tensor place, Tensor part) => place.copy_(Is(place) ? Packed(part, BitsFor(place)) : part);

    /// <summary>An image made of another, pixel by pixel; packed as that is. In the caller's scope.</summary>
    public static Tensor Map(Tensor image, Func<Tensor, Tensor> change) => Is(image) ? ByRows(image, change, BitsFor(image)) : change(image);

    /// <summary>A packed image of half the size, in 16 bits; in the caller's scope.</summary>
    public static Tensor Halved(Tensor image) => ByRows(image, rows => nn.functional.avg_pool2d(rows, 2), 16);

    private static Tensor ByRows(Tensor image, Func<Tensor, Tensor> change, int bits)
    {
        using var scope = NewDisposeScope();
        return cat([.. image.split(Rows, 2).Select(rows =>
        {
            using var step = NewDisposeScope();
            return Packed(change(Floats(rows)), bits).MoveToOuterDisposeScope();
        })], 2).MoveToOuterDisposeScope();
    }

    /// <summary>Numbers in [0,1] as integers of 8 or 16 bits.</summary>
    public static Tensor Packed(Tensor image, int bits) => bits == 8
        ? (image * Number(byte.MaxValue)).round_().to(uint8)
        : (image * Number(ushort.MaxValue)).sub_(Number(Offset)).round_().to(int16);
}
