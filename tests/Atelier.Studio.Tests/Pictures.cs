using System.Buffers.Binary;
using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Studio.Tests;

/// <summary>Small pictures, and files that only say that they are.</summary>
internal static class Pictures
{
    /// <summary>A picture of its own for each number.</summary>
    public static byte[] Png(int number = 0, int width = 48, int height = 32) => File($"{number}.png", number, width, height);

    /// <summary>As JPEG.</summary>
    public static byte[] Jpeg(int number = 0, int width = 48, int height = 32) => File($"{number}.jpg", number, width, height);

    /// <summary>As TIFF.</summary>
    public static byte[] Tiff(int number = 0, int width = 48, int height = 32) => File($"{number}.tif", number, width, height);

    /// <summary>The header of a PNG of 60,000 x 60,000 pixels, and nothing else.</summary>
    public static byte[] Bomb()
    {
        var png = Png();
        // IHDR: width and height, then its checksum.
        byte[] header = [(byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, .. png[24..29]];
        header.CopyTo(png, 12);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Checksum(header));
        return png;
    }

    // CRC-32 as PNG has it, bit by bit.
    private static uint Checksum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }

    private static byte[] File(string name, int number, int width, int height)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var (x, y) = (linspace(0, 6, width), linspace(0, 4, height).unsqueeze(1));
        var channels = Enumerable.Range(1, 3).Select(c => ((x * Number(c)).Plus(number).sin() * (y * Number(c) - Number(number)).cos() * Number(0.5)).Plus(0.5)).ToArray(); // [H,W] each
        ImageFile.Write(folder[name], stack(channels));
        return System.IO.File.ReadAllBytes(folder[name]);
    }
}
