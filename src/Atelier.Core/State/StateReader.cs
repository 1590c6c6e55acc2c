using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Gives back the entries of one scope of a <see cref="StateTree"/>; see <see cref="IStateful"/>.</summary>
/// <remarks>Every method throws a <see cref="CheckpointException"/> that names the entry by its whole path where it is missing, of another
/// type or of another shape.</remarks>
public sealed class StateReader
{
    private readonly StateTree _tree;
    private readonly HashSet<string> _read;
    private readonly string _prefix;

    internal StateReader(StateTree tree, HashSet<string> read, string prefix = "") => (_tree, _read, _prefix) = (tree, read, prefix);

    /// <summary>Where the state comes from, for error messages: usually a file's path.</summary>
    public string Source => _tree.Source;

    /// <summary>A scope within this one; it may be empty.</summary>
    public StateReader Child(string name) => new(_tree, _read, $"{_prefix}{name}.");

    /// <summary>Whether there is an entry of that name, or a scope with entries.</summary>
    public bool Has(string name) =>
        _tree.Entries.ContainsKey(_prefix + name) || _tree.Entries.Keys.Any(path => path.StartsWith($"{_prefix}{name}.", StringComparison.Ordinal));

    /// <summary>Has another object load the scope of that name.</summary>
    public void ReadInto(string name, IStateful target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Load(Child(name));
    }

    /// <summary>Copies a scope into a network's parameters and buffers: all of them, or none.</summary>
    public void ReadInto(string name, nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var scope = $"{_prefix}{name}.";
        var tensors = _tree.Entries.Where(entry => entry.Value is Tensor && entry.Key.StartsWith(scope, StringComparison.Ordinal)).ToList();
        using var weights = new StateDict([.. tensors.Select(entry => KeyValuePair.Create(entry.Key[scope.Length..], ((Tensor)entry.Value).alias()))]);
        if (StateDictMismatch.Describe(weights, network.state_dict(), allowUnexpected: false) is { } problem)
            throw new CheckpointException(Source, $"'{_prefix}{name}' {problem}");
        weights.LoadInto(network, Source);
        _read.UnionWith(tensors.Select(entry => entry.Key));
    }

    /// <summary>Copies a tensor into another one, which keeps its device and memory layout.</summary>
    /// <param name="name">The entry.</param>
    /// <param name="target">With the shape and element type that were saved.</param>
    public void ReadInto(string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var saved = FindTensor(name, target.dtype, target.shape);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        target.copy_(saved);
    }

    /// <summary>A copy of a tensor, on the CPU; the caller owns it.</summary>
    public Tensor ReadTensor(string name) => Find<Tensor>(name, "a tensor").clone();

    /// <summary>A whole number.</summary>
    public long ReadLong(string name) => FindTensor(name, int64, []).item<long>();

    /// <summary>A whole number that an <see cref="int"/> can hold.</summary>
    public int ReadInt(string name)
    {
        var value = ReadLong(name);
        return value == (int)value
            ? (int)value
            : throw new CheckpointException(Source, $"'{_prefix}{name}' is {value}, expected a number of at most 32 bits: {CheckpointException.Advice}");
    }

    /// <summary>A real number, to the bit.</summary>
    public double ReadDouble(string name) => FindTensor(name, float64, []).item<double>();

    /// <summary>Yes or no.</summary>
    public bool ReadBool(string name) => FindTensor(name, @bool, []).item<bool>();

    /// <summary>Whole numbers.</summary>
    public IReadOnlyList<long> ReadLongs(string name) => FindTensor(name, int64, [-1]).data<long>().ToArray();

    /// <summary>Real numbers, to the bit.</summary>
    public IReadOnlyList<double> ReadDoubles(string name) => FindTensor(name, float64, [-1]).data<double>().ToArray();

    /// <summary>Text.</summary>
    public string ReadText(string name) => Find<string>(name, "text");

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> ReadTexts(string name) => Find<string[]>(name, "a list of texts");

    // -1 stands for a dimension of any size.
    private Tensor FindTensor(string name, ScalarType type, long[] shape)
    {
        var wanted = Describe(type, shape);
        var found = Find<Tensor>(name, wanted);
        var fits = found.dtype == type && found.dim() == shape.Length && found.shape.Zip(shape).All(size => size.Second == -1 || size.First == size.Second);
        return fits ? found : throw Wrong(name, found, wanted);
    }

    private T Find<T>(string name, string wanted)
        where T : class
    {
        if (!_tree.Entries.TryGetValue(_prefix + name, out var entry))
            throw new CheckpointException(Source, $"lacks '{_prefix}{name}', {wanted}: {CheckpointException.Advice}");
        _read.Add(_prefix + name);
        return entry as T ?? throw Wrong(name, entry, wanted);
    }

    private CheckpointException Wrong(string name, object found, string wanted)
    {
        var description = found switch
        {
            Tensor tensor => Describe(tensor.dtype, tensor.shape),
            string => "text",
            _ => "a list of texts",
        };
        return new(Source, $"'{_prefix}{name}' is {description}, expected {wanted}: {CheckpointException.Advice}");
    }

    private static string Describe(ScalarType type, long[] shape) => (type, shape) switch
    {
        (ScalarType.Int64, []) => "a whole number",
        (ScalarType.Float64, []) => "a real number",
        (ScalarType.Bool, []) => "yes or no",
        (ScalarType.Int64, [-1]) => "a list of whole numbers",
        (ScalarType.Float64, [-1]) => "a list of real numbers",
        _ => $"a tensor of type {type} and shape {WeightDtypes.Text(shape)}",
    };
}
