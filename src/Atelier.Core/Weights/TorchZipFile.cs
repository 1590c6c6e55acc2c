using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip archive of <c>data.pkl</c> and <c>data/KEY</c>, nothing compressed.</summary>
internal sealed class TorchZipFile : TorchFile
{
    private const string PickleName = "data.pkl";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _folder;

    public TorchZipFile(FileStream file)
    {
        FileBytes = file.Length;
        _archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new WeightFormatException($"is a damaged or hostile archive: it has two files named '{entry.FullName}'.");
        _folder = FindFolder();
        Root = Unpickler.Read(Open(_entries[_folder + PickleName]), new TorchObjects());
    }

    protected override object? Root { get; }

    protected override long FileBytes { get; }

    protected override long BytesOf(TorchStorage storage) => Entry(storage).Length;

    protected override void Fill(Tensor flat, TorchStorage storage)
    {
        var entry = Entry(storage);
        using var stream = Open(entry);
        var crc = 0u;
        TensorBytes.ForEachChunk(flat, bytes =>
        {
            stream.ReadExactly(bytes);
            crc = Crc32.Append(crc, bytes);
        });
        // Writers that are told not to compute the checksum leave 0.
        if (entry.Crc32 != 0 && crc != entry.Crc32)
            throw new WeightFormatException($"is damaged: the checksum of storage '{storage.Key}' is {crc:x8}, expected {entry.Crc32:x8}; copy or download it again.");
    }

    protected override void Dispose(bool disposing) => _archive.Dispose();

    private string FindFolder()
    {
        if (_entries.Keys.Where(n => n == PickleName || n.EndsWith("/" + PickleName, StringComparison.Ordinal)).ToList() is not [var pickle])
            throw new WeightFormatException("is a zip archive, but not one that PyTorch saved (or one that is damaged).");
        var folder = pickle[..^PickleName.Length];
        if (_entries.Keys.Any(n => n == folder + "constants.pkl" || n.StartsWith(folder + "code/", StringComparison.Ordinal)))
            throw new WeightFormatException("is a TorchScript program, which is not executed; save model.state_dict() with torch.save instead.");
        if (_entries.TryGetValue(folder + "byteorder", out var order) && !IsLittleEndian(order))
            throw new WeightFormatException("was saved on a big-endian machine; re-save it on a little-endian one.");
        return folder;
    }

    private static bool IsLittleEndian(ZipArchiveEntry order)
    {
        using var reader = new StreamReader(Open(order), Encoding.ASCII);
        var text = new char[16];
        return text.AsSpan(0, reader.ReadBlock(text)).Trim() is "little";
    }

    private ZipArchiveEntry Entry(TorchStorage storage) => _entries.TryGetValue($"{_folder}data/{storage.Key}", out var entry)
        ? entry
        : throw new WeightFormatException($"lacks the storage '{storage.Key}' that its pickle refers to; copy or download it again.");

    // PyTorch stores. Refusing the rest rules out archives that unpack to a thousand times their size.
    private static BufferedStream Open(ZipArchiveEntry entry) => entry.Length == entry.CompressedLength
        ? new BufferedStream(entry.Open(), 1 << 16)
        : throw new WeightFormatException($"has the compressed file '{entry.FullName}', which PyTorch never writes; save it again with torch.save.");
}
