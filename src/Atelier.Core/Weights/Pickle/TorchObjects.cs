using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>A storage, whose data is outside the pickle. Count is in elements.</summary>
internal sealed record TorchStorage(string Key, ScalarType Dtype, long Count);

/// <summary>A tensor as a pickle describes it: a strided view of a storage; offset and strides in elements.</summary>
internal sealed class TorchTensor
{
    public TorchStorage? Storage { get; set; }

    public long Offset { get; set; }

    public long[] Shape { get; set; } = [];

    public long[] Strides { get; set; } = [];
}

/// <summary>The only Python objects that a weight file may name, and what they become; <see cref="InertObjects"/> become nothing.</summary>
internal sealed class TorchObjects : IPickleObjects
{
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that were named, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    public void Check(PickleGlobal global)
    {
        if (StorageType(global) is null && !IsLegacyTensor(global) && global.FullName is not ("collections.OrderedDict" or "torch.Size"
            or "torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_parameter"
            or "torch.nn.parameter.Parameter") && !InertObjects.Has(global))
            throw Refused(global);
    }

    public object? Call(PickleGlobal global, object?[] arguments) => (global.FullName, arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDict(),
        ("collections.OrderedDict", [List<object?> pairs]) => FromPairs(pairs),
        ("collections.defaultdict", []) => new PickleDict(),
        ("collections.defaultdict", [PickleGlobal]) => new PickleDict(),
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2", [_, _, _, _, ..]) => SetState(new TorchTensor(), arguments),
        ("torch._utils._rebuild_parameter" or "torch.nn.parameter.Parameter", [TorchTensor tensor, ..]) => tensor,
        _ when InertObjects.Has(global) && global.FullName is not "collections.OrderedDict" => PickleInert.Instance,
        (_, []) when IsLegacyTensor(global) => new TorchTensor(),
        _ => throw new WeightFormatException($"its pickle calls '{global.FullName}' with arguments that PyTorch never gives it."),
    };

    public void Build(object? target, object? state)
    {
        switch (target, state)
        {
            case (PickleInert, _):
                break;
            case (PickleDict, PickleDict):
                break; // `_metadata`, which state_dict() hangs on its OrderedDict: versions of modules.
            case (TorchTensor { Storage: null } tensor, object?[] { Length: 4 } view):
                SetState(tensor, view);
                break;
            default:
                throw new WeightFormatException("its pickle gives a state to something that has none.");
        }
    }

    public object? Load(object? persistentId)
    {
        var parts = persistentId as object?[] ?? [];
        if (parts is not ["storage", PickleGlobal type, string key, _, long count, .. var rest] || StorageType(type) is not { } dtype)
            throw new WeightFormatException("its pickle refers to a storage in a way that PyTorch never does.");
        if (rest is not [] and not [null])
            throw new WeightFormatException($"storage '{key}' is a view of another storage, as PyTorch 0.1 wrote them; re-save it with a newer PyTorch.");
        var storage = new TorchStorage(key, dtype, count);
        if (count < 0 || (_storages.TryGetValue(key, out var known) && known != storage))
            throw new WeightFormatException($"storage '{key}' is described in two ways, or has {count} elements.");
        return _storages[key] = known ?? storage;
    }

    private static PickleDict FromPairs(List<object?> pairs)
    {
        var dict = new PickleDict();
        foreach (var pair in pairs)
            dict.Set(Pair(pair)[0], Pair(pair)[1]);
        return dict;
    }

    private static IReadOnlyList<object?> Pair(object? pair) =>
        pair is IReadOnlyList<object?> { Count: 2 } items ? items : throw new WeightFormatException("its pickle has an OrderedDict without pairs.");

    private static TorchTensor SetState(TorchTensor tensor, object?[] view)
    {
        if (view is not [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..])
            throw new WeightFormatException("its pickle describes a tensor in a way that PyTorch never does.");
        (tensor.Storage, tensor.Offset, tensor.Shape, tensor.Strides) = (storage, offset, Integers(shape), Integers(strides));
        return tensor;
    }

    private static long[] Integers(object?[] items) =>
        [.. items.Select(i => i is long value ? value : throw new WeightFormatException("its pickle has a shape that does not consist of whole numbers."))];

    private static ScalarType? StorageType(PickleGlobal global) =>
        global.Module is "torch" or "torch.cuda" ? WeightDtypes.FromStorage(global.Name) : null;

    private static bool IsLegacyTensor(PickleGlobal global) =>
        global.Name.EndsWith("Tensor", StringComparison.Ordinal)
        && StorageType(global with { Name = global.Name[..^"Tensor".Length] + "Storage" }) is not null;

    private static WeightFormatException Refused(PickleGlobal global) => new(
        $"asks for the Python object '{global.FullName}', which is refused: only tensors in plain containers are read, and nothing is executed; save model.state_dict() alone.");
}
