using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Collects the entries of one scope of a <see cref="StateTree"/>; see <see cref="IStateful"/>.</summary>
/// <remarks>Names are unique within their scope. A child's entries lie below its name: <c>optimizer.0.exp_avg</c>.</remarks>
public sealed class StateWriter
{
    private readonly StateTree _tree;
    private readonly string _prefix;

    internal StateWriter(StateTree tree, string prefix = "") => (_tree, _prefix) = (tree, prefix);

    /// <summary>A scope within this one.</summary>
    public StateWriter Child(string name) => new(_tree, $"{Path(name)}.");

    /// <summary>The state of another object, in a scope within this one.</summary>
    public void Write(string name, IStateful value)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.Save(Child(name));
    }

    /// <summary>A network's parameters and buffers under their own names, in a scope within this one.</summary>
    public void Write(string name, nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var child = Child(name);
        foreach (var (own, tensor) in network.state_dict())
            child.Write(own, tensor);
    }

    /// <summary>A tensor of any device, layout and element type; it stays the caller's.</summary>
    /// <remarks>A checkpoint is written without a copy, so the tensor must not change before that is done.</remarks>
    public void Write(string name, Tensor value) => _tree.Add(Path(name), value);

    /// <summary>A whole number.</summary>
    public void Write(string name, long value) => Scalar(name, tensor(value));

    /// <summary>A real number; infinities and NaN keep their bits.</summary>
    public void Write(string name, double value) => Scalar(name, tensor(value, float64));

    /// <summary>Yes or no.</summary>
    public void Write(string name, bool value) => Scalar(name, tensor(value));

    /// <summary>Whole numbers, none or more.</summary>
    public void WriteLongs(string name, IEnumerable<long> values) => Scalar(name, tensor([.. values], int64));

    /// <summary>Real numbers, none or more; infinities and NaN keep their bits.</summary>
    public void WriteDoubles(string name, IEnumerable<double> values) => Scalar(name, tensor([.. values], float64));

    /// <summary>Text of any length and characters.</summary>
    public void Write(string name, string value) => _tree.Add(Path(name), value);

    /// <summary>Texts, none or more.</summary>
    public void WriteTexts(string name, IEnumerable<string> values) => _tree.Add(Path(name), values.ToArray());

    private void Scalar(string name, Tensor value)
    {
        using (value)
            Write(name, value);
    }

    private string Path(string name) =>
        string.IsNullOrEmpty(name) ? throw new ArgumentException("An entry needs a name.", nameof(name)) : _prefix + name;
}
