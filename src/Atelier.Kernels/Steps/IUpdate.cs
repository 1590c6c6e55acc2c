using System.Numerics;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>
/// An optimizer's formula with the numbers of one step filled in, written twice: for a few elements in registers, and for whole
/// tensors wherever they are. Both round alike but for the order of a product's factors.
/// </summary>
internal interface IUpdate
{
    /// <summary>How many running averages this step needs, of those that the optimizer has names for.</summary>
    int Averages { get; }

    /// <summary>The parameter's new elements; the averages are brought up to date.</summary>
    Vector<float> Apply(Vector<float> parameter, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second);

    /// <summary>The same in place, for tensors of any device, layout and element type. The caller's scope frees what it leaves.</summary>
    void Apply(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second);
}
