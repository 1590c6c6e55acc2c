using System.Buffers.Binary;

namespace Atelier.Imaging.Tests;

/// <summary>Small TIFFs, tag by tag, of kinds that libvips does not write: little-endian, one strip each.</summary>
internal static class TiffBuilder
{
    /// <summary>A picture to put into a file.</summary>
    /// <param name="Width">Pixels.</param>
    /// <param name="Height">Pixels.</param>
    /// <param name="Pixels">As they are stored.</param>
    /// <param name="Photometric">2 for RGB, 6 for YCbCr, 8 for Lab, 32803 for a camera's sensor.</param>
    public sealed record Picture(int Width, int Height, byte[] Pixels, ushort Photometric = 2)
    {
        public ushort Compression { get; init; } = 1;

        public ushort Samples { get; init; } = 3;

        public ushort Bits { get; init; } = 8;

        public bool IsReduced { get; init; }

        public Picture? Child { get; init; }

        public (ushort Tag, ushort Type, byte[] Values)[] More { get; init; } = [];
    }

    /// <summary>The file.</summary>
    public static byte[] Build(params Picture[] pictures)
    {
        var file = new MemoryStream();
        file.Write([(byte)'I', (byte)'I', 42, 0, 0, 0, 0, 0]);
        var link = 4L;
        foreach (var picture in pictures)
            link = Write(file, picture, link);
        return file.ToArray();
    }

    // Returns where the offset of the next directory goes.
    private static long Write(MemoryStream file, Picture picture, long link)
    {
        var child = picture.Child is null ? 0 : WriteChild(file, picture.Child);
        var pixels = (int)Append(file, picture.Pixels);
        List<(ushort Tag, ushort Type, byte[] Values)> tags =
        [
            (254, 4, Long(picture.IsReduced ? 1 : 0)), (256, 4, Long(picture.Width)), (257, 4, Long(picture.Height)),
            (258, 3, [.. Enumerable.Repeat(Short(picture.Bits), picture.Samples).SelectMany(bytes => bytes)]),
            (259, 3, Short(picture.Compression)), (262, 3, Short(picture.Photometric)), (273, 4, Long(pixels)), (277, 3, Short(picture.Samples)),
            (278, 4, Long(picture.Height)), (279, 4, Long(picture.Pixels.Length)), .. picture.More,
        ];
        if (child != 0)
            tags.Add((330, 4, Long((int)child)));
        var values = tags.OrderBy(tag => tag.Tag).Select(tag => (tag.Tag, tag.Type, tag.Values, At: tag.Values.Length > 4 ? Append(file, tag.Values) : -1)).ToList();
        var directory = Append(file, Short((ushort)values.Count));
        foreach (var (tag, type, bytes, at) in values)
        {
            var inline = new byte[4];
            if (at < 0)
                bytes.CopyTo(inline, 0);
            file.Write([.. Short(tag), .. Short(type), .. Long(bytes.Length / (type switch { 3 => 2, 4 => 4, _ => 1 })), .. at < 0 ? inline : Long((int)at)]);
        }
        var next = file.Position;
        file.Write(Long(0));
        file.Position = link;
        file.Write(Long((int)directory));
        file.Position = file.Length;
        return next;
    }

    private static long WriteChild(MemoryStream file, Picture child)
    {
        var link = Append(file, Long(0));
        Write(file, child, link);
        return BinaryPrimitives.ReadInt32LittleEndian(file.ToArray().AsSpan((int)link));
    }

    private static long Append(MemoryStream file, byte[] bytes)
    {
        if (file.Length % 2 == 1)
            file.WriteByte(0);
        var at = file.Position;
        file.Write(bytes);
        return at;
    }

    private static byte[] Short(ushort value) => BitConverter.GetBytes(value);

    private static byte[] Long(int value) => BitConverter.GetBytes(value);
}
