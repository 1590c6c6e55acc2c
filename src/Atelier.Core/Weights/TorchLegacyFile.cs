using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>
/// What <c>torch.save</c> wrote before PyTorch 1.6: pickles of a magic number, a version, the machine, the object and the
/// storages' keys; then, in the order of the keys, each storage's element count (8 bytes) and data.
/// </summary>
internal sealed class TorchLegacyFile : TorchFile
{
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber);

    private readonly FileStream _file;
    private readonly Dictionary<string, (long Start, long Bytes)> _places = new(StringComparer.Ordinal);

    public TorchLegacyFile(FileStream file)
    {
        _file = file;
        var objects = new TorchObjects();
        if (Unpickler.Read(file, objects) is not BigInteger magic || magic != Magic)
            throw new WeightFormatException("is a Python pickle, but not one that torch.save wrote.");
        if (Unpickler.Read(file, objects) is not 1001L)
            throw new WeightFormatException("is of an unknown version of PyTorch's old layout; re-save it with a newer PyTorch.");
        if (Unpickler.Read(file, objects) is not PickleDict machine || machine.Items.GetValueOrDefault("little_endian") is not true)
            throw new WeightFormatException("was saved on a big-endian machine, or is damaged; re-save it on a little-endian one.");
        Root = Unpickler.Read(file, objects);
        if (Unpickler.Read(file, objects) is not List<object?> keys)
            throw new WeightFormatException("is damaged: the list of its storages is missing.");
        foreach (var key in keys)
            Place(key as string is { } name ? objects.Storages.GetValueOrDefault(name) : null);
    }

    protected override object? Root { get; }

    protected override long FileBytes => _file.Length;

    protected override long BytesOf(TorchStorage storage) => Find(storage).Bytes;

    protected override void Fill(Tensor flat, TorchStorage storage)
    {
        _file.Position = Find(storage).Start;
        TensorBytes.ForEachChunk(flat, _file.ReadExactly);
    }

    protected override void Dispose(bool disposing)
    {
        // The file is the caller's.
    }

    private void Place(TorchStorage? storage)
    {
        if (storage is null)
            throw new WeightFormatException("is damaged: it has a storage that no tensor refers to.");
        Span<byte> count = stackalloc byte[8];
        _file.ReadExactly(count);
        var elements = BinaryPrimitives.ReadInt64LittleEndian(count);
        if (elements != storage.Count)
            throw new WeightFormatException($"is damaged: storage '{storage.Key}' has {elements} elements, expected {storage.Count}.");
        var bytes = (UInt128)elements * (UInt128)WeightDtypes.SizeOf(storage.Dtype);
        if (bytes > (UInt128)(_file.Length - _file.Position))
            throw new WeightFormatException(
                $"is truncated: storage '{storage.Key}' needs {bytes} bytes, {_file.Length - _file.Position} are left; copy or download it again.");
        if (!_places.TryAdd(storage.Key, (_file.Position, (long)bytes)))
            throw new WeightFormatException($"is damaged: it has storage '{storage.Key}' twice.");
        _file.Position += (long)bytes;
    }

    private (long Start, long Bytes) Find(TorchStorage storage) => _places.TryGetValue(storage.Key, out var place)
        ? place
        : throw new WeightFormatException($"lacks the storage '{storage.Key}' that its pickle refers to; copy or download it again.");
}
