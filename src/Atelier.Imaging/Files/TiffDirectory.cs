using System.Buffers.Binary;

namespace Atelier.Imaging;

/// <summary>One picture of a TIFF.</summary>
/// <param name="Page">Its number in the chain of directories, from 0.</param>
/// <param name="SubPage">Its number among the sub-directories of that one; -1 for the directory itself.</param>
/// <param name="IsReduced">Whether it is a smaller copy of another.</param>
/// <param name="IsCamera">Whether its pixels are those of a camera's sensor.</param>
/// <param name="Compression">Tag 259.</param>
/// <param name="Photometric">Tag 262; 6 is YCbCr, 8 Lab.</param>
/// <param name="Bits">For each channel.</param>
/// <param name="Subsampling">Of YCbCr, across and down.</param>
internal sealed record TiffPicture(int Page, int SubPage, bool IsReduced, bool IsCamera, int Compression, int Photometric, int Bits, (int Across, int Down) Subsampling)
{
    public const int YCbCr = 6, Lab = 8;
    private const int OldJpeg = 6, Jpeg = 7;

    /// <summary>Whether the decoder hands out luminance and color differences instead of colors.</summary>
    public bool IsBareYCbCr => Photometric == YCbCr && Compression is not (OldJpeg or Jpeg);

    /// <summary>What it is that the decoder may not know, as the end of the sentence "is ..., which cannot be read"; null for nothing unusual.</summary>
    public string? Oddity => (Compression, Photometric, Bits) switch
    {
        (34925, _, _) => "a TIFF compressed by LZMA",
        (50000, _, _) => "a TIFF compressed by Zstandard",
        (50001 or 50002, _, _) => "a TIFF compressed by WebP or JPEG XL",
        (34712 or 33003 or 33005, _, _) => "a TIFF compressed by JPEG 2000",
        (34887, _, _) => "a TIFF compressed by LERC",
        (_, Lab or 9 or 10, 8) => "a TIFF of 8-bit Lab colors",
        (_, _, not (1 or 2 or 4 or 8 or 16 or 32 or 64)) => $"a TIFF of {Bits} bits per channel",
        _ => null,
    };
}

/// <summary>
/// The directories of a TIFF or BigTIFF (Adobe, "TIFF Revision 6.0"), whose tags may point to data anywhere in the
/// file. The decoder only warns when a tag's data is cut off, and would silently drop a color profile; and it takes the first
/// picture for the main one, which in a camera's raw file is a thumbnail.
/// </summary>
internal sealed class TiffDirectory
{
    private const int MostDirectories = 100;
    private const ushort SubfileType = 254, BitsPerSample = 258, CompressionTag = 259, PhotometricTag = 262, SubDirectories = 330, YCbCrSubsampling = 530, DngVersion = 50706;
    private const int FilterArray = 32803, LinearRaw = 34892;

    private readonly Stream _file;
    private readonly bool _isLittle, _isBig;
    private readonly List<TiffPicture> _pictures = [];
    private bool _isRaw;

    private TiffDirectory(Stream file)
    {
        _file = file;
        Span<byte> start = stackalloc byte[16];
        file.Position = 0;
        file.ReadExactly(start[..8]);
        _isLittle = start[0] == 'I';
        _isBig = start[_isLittle ? 2 : 3] == 43;
        if (_isBig)
            file.ReadExactly(start[8..]);
        var seen = new HashSet<long>();
        var next = Number(_isBig ? start[8..] : start[4..], Word);
        for (var page = 0; next != 0 && seen.Count < MostDirectories && seen.Add(next); page++)
        {
            // A later one that is cut off does not hide the first.
            if (page > 0 && next > file.Length - 8)
                break;
            next = Read(next, page, -1, seen);
        }
    }

    // Bytes per value of each field type, 1 (BYTE) to 18 (IFD8).
    private static ReadOnlySpan<byte> TypeLengths => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    /// <summary>Whether everything that the tags of the first directory point to is inside the file.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The picture itself: the first that is no smaller copy of another; the first of all where each is. A file without any is left to the decoder.</summary>
    /// <exception cref="NotSupportedException">It is a camera's, to be developed first.</exception>
    public TiffPicture Main => !_isRaw && _pictures.FirstOrDefault(picture => !picture.IsReduced) is not { IsCamera: true }
        ? _pictures.FirstOrDefault(picture => !picture.IsReduced) ?? _pictures.FirstOrDefault() ?? Unknown(page: 0, subPage: -1)
        : throw new NotSupportedException("a raw photograph");

    private int Word => _isBig ? 8 : 4;

    /// <summary>Reads the directories.</summary>
    /// <exception cref="EndOfStreamException">The first is cut off.</exception>
    public static TiffDirectory Read(Stream file) => new(file);

    // As far as nothing is said.
    private static TiffPicture Unknown(int page, int subPage) => new(page, subPage, false, false, 1, 0, 1, (2, 2));

    private long Read(long at, int page, int subPage, HashSet<long> seen)
    {
        Span<byte> bytes = stackalloc byte[20];
        if (at < 0 || at > _file.Length)
            throw new EndOfStreamException();
        _file.Position = at;
        _file.ReadExactly(bytes[..(_isBig ? 8 : 2)]);
        var tags = _isBig ? Number(bytes, 8) : Number(bytes, 2);
        var found = Unknown(page, subPage);
        long[] children = [];
        for (long tag = 0; tag < tags; tag++)
        {
            var entry = bytes[..(4 + 2 * Word)];
            _file.ReadExactly(entry);
            var (name, type, count) = ((ushort)Number(entry, 2), (int)Number(entry[2..], 2), Number(entry[4..], Word));
            var each = type < TypeLengths.Length ? TypeLengths[type] : 0;
            var length = (UInt128)(uint)each * (ulong)count;
            var value = entry[(4 + Word)..];
            if (length > (UInt128)Word && length + (UInt128)(ulong)Number(value, Word) > (UInt128)(ulong)_file.Length)
            {
                IsWhole &= page > 0 || subPage >= 0;
                continue;
            }
            var values = name is SubfileType or BitsPerSample or CompressionTag or PhotometricTag or SubDirectories or YCbCrSubsampling && each is 1 or 2 or 4 or 8 && count is > 0 and <= MostDirectories
                ? Values(value, each, (int)count)
                : [];
            if (name == DngVersion || (name == PhotometricTag && values is [FilterArray or LinearRaw, ..]))
                _isRaw = true;
            found = (name, values) switch
            {
                (SubfileType, [var kind, ..]) => found with { IsReduced = (kind & 1) != 0 },
                (BitsPerSample, [var bits, ..]) => found with { Bits = (int)bits },
                (CompressionTag, [var kind, ..]) => found with { Compression = (int)kind },
                (PhotometricTag, [var kind, ..]) => found with { Photometric = (int)kind, IsCamera = kind is FilterArray or LinearRaw },
                (YCbCrSubsampling, [var across, var down]) => found with { Subsampling = ((int)across, (int)down) },
                _ => found,
            };
            if (name == SubDirectories)
                children = values;
        }
        _pictures.Add(found);
        _file.ReadExactly(bytes[..Word]);
        var next = Number(bytes, Word);
        for (var child = 0; subPage < 0 && child < children.Length; child++)
            if (seen.Count < MostDirectories && children[child] < _file.Length - 8 && seen.Add(children[child]))
                Read(children[child], page, child, seen);
        return next;
    }

    private long[] Values(ReadOnlySpan<byte> value, int each, int count)
    {
        var bytes = value[..Math.Min(value.Length, each * count)].ToArray();
        if (each * count > Word)
        {
            var back = _file.Position;
            _file.Position = Number(value, Word);
            bytes = new byte[each * count];
            _file.ReadExactly(bytes);
            _file.Position = back;
        }
        return [.. Enumerable.Range(0, count).Select(i => Number(bytes.AsSpan(i * each), each))];
    }

    // Beyond what any file can hold counts as beyond the file's end.
    private long Number(ReadOnlySpan<byte> at, int length) => (long)Math.Min(long.MaxValue, (length, _isLittle) switch
    {
        (1, _) => at[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(at),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(at),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        (_, false) => BinaryPrimitives.ReadUInt64BigEndian(at),
    });
}
