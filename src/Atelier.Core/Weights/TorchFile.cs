using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>A file that <c>torch.save</c> wrote: a pickle that describes tensors, and storages that hold their data.</summary>
internal abstract class TorchFile : IDisposable
{
    private IReadOnlyList<TorchFileTensor>? _tensors;

    /// <summary>The tensors of the file's state dict, each checked against its storage.</summary>
    public IReadOnlyList<TorchFileTensor> Tensors => _tensors ??= Describe();

    /// <summary>What the pickle describes.</summary>
    protected abstract object? Root { get; }

    /// <summary>The file's whole size in bytes.</summary>
    protected abstract long FileBytes { get; }

    public static TorchFile Open(FileStream file, WeightFormat format) =>
        format is WeightFormat.TorchZip ? new TorchZipFile(file) : new TorchLegacyFile(file);

    /// <summary>Reads every tensor into its own memory, so that views of one storage become independent.</summary>
    public StateDict ReadTensors()
    {
        var read = new Tensor?[Tensors.Count];
        foreach (var sharing in Tensors.Select((tensor, index) => (tensor, index)).GroupBy(t => t.tensor.View.Storage!))
        {
            using var scope = NewDisposeScope();
            var flat = empty([sharing.Key.Count], dtype: sharing.Key.Dtype);
            Fill(flat, sharing.Key);
            var isShared = sharing.Skip(1).Any();
            foreach (var (tensor, index) in sharing)
                read[index] = Materialize(flat, tensor.View, isShared).MoveToOuterDisposeScope();
        }
        return new StateDict(Tensors.Select((t, i) => KeyValuePair.Create(t.Info.Name, read[i]!)));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills a flat tensor with a storage's data.</summary>
    protected abstract void Fill(Tensor flat, TorchStorage storage);

    /// <summary>The bytes that the file has for a storage, or an exception if it has none.</summary>
    protected abstract long BytesOf(TorchStorage storage);

    /// <summary>Frees what the layout keeps open.</summary>
    protected abstract void Dispose(bool disposing);

    private static Tensor Materialize(Tensor flat, TorchTensor view, bool isShared)
    {
        var tensor = flat.as_strided(view.Shape, view.Strides, view.Offset);
        // A tensor that is its whole storage, as nearly all are, needs no second copy of its data.
        return !isShared && tensor.is_contiguous() && tensor.numel() == flat.numel() ? tensor : tensor.contiguous().clone();
    }

    private List<TorchFileTensor> Describe()
    {
        var tensors = new List<TorchFileTensor>();
        long total = 0;
        foreach (var (name, view) in StateDictTree.Flatten(Root))
        {
            var info = TorchFileTensor.Check(name, view);
            var expected = (Int128)view.Storage!.Count * WeightDtypes.SizeOf(info.Dtype);
            if (BytesOf(view.Storage) is var found && found != expected)
                throw new WeightFormatException($"tensor '{name}': its storage should have {expected} bytes, the file has {found}.");
            // Otherwise a few bytes, viewed over and over, could fill the memory.
            if ((total += info.Bytes) > 16 * (Int128)FileBytes + (64 << 20) || total < 0)
                throw new WeightFormatException($"is hostile: its tensors are views that would grow to more than 16 times the file ({name}).");
            tensors.Add(new TorchFileTensor(info, view));
        }
        return tensors.Count > 0 ? tensors : throw new WeightFormatException("holds no named tensors.");
    }
}
