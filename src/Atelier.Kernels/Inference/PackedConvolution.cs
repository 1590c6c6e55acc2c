using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>A convolution by oneDNN, its weights in the order that suits inputs of one size.</summary>
internal sealed class PackedConvolution : IDisposable
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly long[] _input;
    private readonly object[] _window;

    /// <param name="weight">[K,C,R,S].</param>
    /// <param name="bias">[K]; kept but not owned.</param>
    /// <param name="input">[N,C,H,W], the size.</param>
    /// <param name="stride">Down and across.</param>
    /// <param name="padding">Zeros above and below, left and right.</param>
    public PackedConvolution(Tensor weight, Tensor bias, long[] input, long[] stride, long[] padding)
    {
        (_bias, _input, _window) = (bias, input, [.. Numbers([.. stride, .. padding])]);
        using var untracked = no_grad();
        _weight = OneDnn.Run("pack", [weight, .. Numbers(input), .. _window]).DetachFromDisposeScope();
    }

    /// <summary>Whether it is meant for that input's size.</summary>
    public bool IsFor(Tensor input) => input.shape.AsSpan().SequenceEqual(_input);

    /// <summary>As <see cref="FrozenConvolution.Forward"/>.</summary>
    public Tensor Forward(Tensor input, bool relu, Tensor? addend) => addend is null
        ? OneDnn.Run(relu ? "convolve_relu" : "convolve", [input, _weight, _bias, .. _window])
        : OneDnn.Run(relu ? "convolve_add_relu" : "convolve_add", [input, _weight, _bias, .. _window, addend]);

    public void Dispose() => _weight.Dispose();

    // TorchSharp passes an int as it is, but a long as an object that may be collected before torch has read it.
    private static IEnumerable<object> Numbers(long[] values) => values.Select(value => (object)checked((int)value));
}
