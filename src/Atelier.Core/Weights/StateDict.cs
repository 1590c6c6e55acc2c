using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>
/// Named tensors, in the order of the file they came from. It owns them: they live until it is disposed, inside or outside
/// any dispose scope. Not safe for concurrent use.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "PyTorch's term.")]
public sealed class StateDict : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <param name="tensors">Tensors to own, each under a different name.</param>
    /// <param name="metadata">Free text by key, or nothing.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public StateDict(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var (name, tensor) in tensors)
            _tensors.Add(name, tensor);
        foreach (var tensor in _tensors.Values)
            tensor.DetachFromDisposeScope();
        Metadata = metadata ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>What the file says about itself, as free text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <inheritdoc/>
    public IEnumerable<Tensor> Values => _tensors.Values;

    /// <inheritdoc/>
    public Tensor this[string key] => _tensors[key];

    /// <summary>
    /// Copies the tensors into a network's parameters and buffers of the same names, converted to the network's element
    /// types and devices. Either everything is copied or nothing is.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="source">What to call this state dict in error messages, usually the file's path.</param>
    /// <param name="allowUnexpected">Whether to ignore tensors that the network lacks, for example when the file has
    /// the whole network and this is its first part.</param>
    /// <remarks>As in PyTorch, <c>num_batches_tracked</c> may be missing: files from before 0.4.1 lack it.</remarks>
    /// <exception cref="WeightFileException">Names are missing or unexpected, or a shape or kind of number differs.</exception>
    public void LoadInto(nn.Module module, string source, bool allowUnexpected = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        var targets = module.state_dict();
        if (StateDictMismatch.Describe(this, targets, allowUnexpected) is { } problem)
            throw new WeightFileException(source, problem);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, target) in targets)
            if (_tensors.TryGetValue(name, out var tensor))
                target.copy_(tensor);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        _tensors.Clear();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
