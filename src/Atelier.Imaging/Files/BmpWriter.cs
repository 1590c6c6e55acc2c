using System.Buffers.Binary;
using NetVips;

namespace Atelier.Imaging;

/// <summary>Encodes Windows bitmaps: 24 bits, bottom row first, a version 4 header that says sRGB.</summary>
internal static class BmpWriter
{
    private const int HeaderLength = 14 + 108;
    private const double InchesPerMeter = 1000 / 25.4;
    private const int LcsSrgb = 0x73524742;

    /// <summary>The file's bytes for an 8-bit image of three bands.</summary>
    /// <param name="image">The image.</param>
    /// <param name="dpi">Pixels per inch in print; null where nothing is said.</param>
    public static byte[] Encode(Image image, double? dpi = null)
    {
        var stride = (image.Width * 3 + 3) / 4 * 4;
        var file = new byte[checked(HeaderLength + stride * image.Height)];
        WriteHeader(file, image.Width, image.Height, (int)Math.Round((dpi ?? 0) * InchesPerMeter));
        var pixels = image.WriteToMemory<byte>();
        for (var y = 0; y < image.Height; y++)
        {
            var from = pixels.AsSpan(y * image.Width * 3, image.Width * 3);
            var to = file.AsSpan(HeaderLength + (image.Height - 1 - y) * stride);
            for (var at = 0; at < from.Length; at += 3)
                (to[at], to[at + 1], to[at + 2]) = (from[at + 2], from[at + 1], from[at]);
        }
        return file;
    }

    private static void WriteHeader(Span<byte> file, int width, int height, int pixelsPerMeter)
    {
        "BM"u8.CopyTo(file);
        Int32(file, 2, file.Length);
        Int32(file, 10, HeaderLength);
        Int32(file, 14, HeaderLength - 14);
        Int32(file, 18, width);
        Int32(file, 22, height);
        file[26] = 1;  // planes
        file[28] = 24; // bits per pixel
        Int32(file, 34, file.Length - HeaderLength);
        Int32(file, 38, pixelsPerMeter);
        Int32(file, 42, pixelsPerMeter);
        Int32(file, 70, LcsSrgb);
    }

    private static void Int32(Span<byte> file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file[at..], value);
}
