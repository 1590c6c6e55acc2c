using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>
/// The state of an object and all its parts, as named entries: tensors, numbers, texts. It owns its tensors. Not safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// A path leads to each entry, such as <c>optimizer.0.3.exp_avg</c>: names of scopes and of the entry itself, joined by dots. On disk, a tree is
/// one .safetensors file; see <see cref="CheckpointFormat"/>.
/// </remarks>
internal sealed class StateTree : IDisposable
{
    private readonly Dictionary<string, object> _entries = new(StringComparer.Ordinal);
    private readonly bool _copies;

    internal StateTree(string source, bool copies = false) => (Source, _copies) = (source, copies);

    /// <summary>Where the state comes from, for error messages: usually a file's path.</summary>
    public string Source { get; }

    /// <summary>The paths of all entries, in the order they were written.</summary>
    public IEnumerable<string> Paths => _entries.Keys;

    /// <summary>By path: a tensor, a string, or an array of strings.</summary>
    internal IReadOnlyDictionary<string, object> Entries => _entries;

    /// <summary>A copy of an object's state, unaffected by later changes to the object. The caller owns it.</summary>
    public static StateTree Capture(IStateful source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tree = new StateTree("The saved state", copies: true);
        source.Save(new StateWriter(tree));
        return tree;
    }

    /// <summary>Puts the state into an object, which must read every entry: state that is never read belongs to something else.</summary>
    /// <exception cref="CheckpointException">An entry is missing, does not fit, or is left over; the target may be loaded in part: discard it.</exception>
    public void LoadInto(IStateful target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var read = new HashSet<string>(StringComparer.Ordinal);
        target.Load(new StateReader(this, read));
        if (Paths.FirstOrDefault(path => !read.Contains(path)) is { } left)
            throw new CheckpointException(Source, $"has '{left}', which nothing here reads: {CheckpointException.Advice}");
    }

    /// <summary>A reader for single entries, before anything is loaded.</summary>
    public StateReader Open() => new(this, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _entries.Values.OfType<Tensor>())
            tensor.Dispose();
        _entries.Clear();
    }

    internal void Add(string path, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        // A view shares the memory and outlives the tensor that was passed in.
        Add(path, (object)(_copies ? value.detach().clone().cpu() : value.detach()).DetachFromDisposeScope());
    }

    internal void Add(string path, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_entries.TryAdd(path, value))
            throw new ArgumentException($"The state has two entries '{path}'.", nameof(path));
    }
}
