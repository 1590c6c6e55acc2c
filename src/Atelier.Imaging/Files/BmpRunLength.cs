namespace Atelier.Imaging;

/// <summary>The run-length codes of bitmaps, RLE8 and RLE4 (Microsoft, "Bitmap Compression").</summary>
internal static class BmpRunLength
{
    /// <summary>One palette index per byte, rows in the file's order; skipped pixels have index 0.</summary>
    /// <exception cref="InvalidDataException">A run leaves the image, or the codes end without an end mark.</exception>
    public static byte[] Decode(Stream codes, int width, int height, int bits)
    {
        var indices = new byte[checked(width * height)];
        var (x, y) = (0, 0);
        while (true)
        {
            var (count, value) = (Next(codes), Next(codes));
            if (count > 0)
            {
                Fill(count, i => Index(value, i));
                continue;
            }
            switch (value)
            {
                case 0:
                    (x, y) = (0, y + 1);
                    break;
                case 1:
                    return indices;
                case 2:
                    (x, y) = (x + Next(codes), y + Next(codes));
                    break;
                default:
                    ReadLiteral(value);
                    break;
            }
            if (x > width || y > height)
                throw new InvalidDataException();
        }

        int Index(int packed, int i) => bits == 8 ? packed : i % 2 == 0 ? packed >> 4 : packed & 15;

        void Fill(int count, Func<int, int> index)
        {
            if (x + count > width || y >= height)
                throw new InvalidDataException();
            for (var i = 0; i < count; i++)
                indices[y * width + x++] = (byte)index(i);
        }

        // A literal run is padded to 16 bits.
        void ReadLiteral(int count)
        {
            var length = (count * bits + 15) / 16 * 2;
            Span<byte> packed = stackalloc byte[256];
            codes.ReadExactly(packed[..length]);
            var bytes = packed[..length].ToArray();
            Fill(count, i => Index(bits == 8 ? bytes[i] : bytes[i / 2], i));
        }
    }

    private static int Next(Stream codes) => codes.ReadByte() is >= 0 and var value ? value : throw new InvalidDataException();
}
