namespace Atelier.Imaging;

/// <summary>
/// Walks the markers of a JPEG file to its end of image (ITU-T T.81, annex B). Decoders invent a missing end, and
/// whether they warn depends on where their last read stopped.
/// </summary>
internal static class JpegMarkers
{
    private const byte Prefix = 0xff, FirstRestart = 0xd0, LastRestart = 0xd7, EndOfImage = 0xd9, Temporary = 0x01;

    /// <summary>Whether the file's own end of image is there; one inside an embedded thumbnail does not count.</summary>
    public static bool ReachEndOfImage(Stream file)
    {
        file.Position = 2; // past the start of image
        while (true)
        {
            switch (NextMarker(file))
            {
                case EndOfImage:
                    return true;
                case null:
                    return false;
                case Temporary:
                    break;
                default:
                    SkipSegment(file);
                    break;
            }
        }
    }

    // Entropy-coded bytes, padding and restarts lie between one marker and the next.
    private static byte? NextMarker(Stream file)
    {
        Span<byte> block = stackalloc byte[4096];
        var isPrefixed = false;
        while (file.Read(block) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (isPrefixed && block[i] is not (0 or Prefix or (>= FirstRestart and <= LastRestart)))
                {
                    file.Position -= count - i - 1;
                    return block[i];
                }
                isPrefixed = block[i] == Prefix;
                if (!isPrefixed)
                    i = block[i..count].IndexOf(Prefix) is var next and > 0 ? i + next - 1 : count;
            }
        }
        return null;
    }

    private static void SkipSegment(Stream file)
    {
        Span<byte> length = stackalloc byte[2];
        file.ReadExactly(length);
        file.Position += Math.Max(0, ((length[0] << 8) | length[1]) - 2);
    }
}
