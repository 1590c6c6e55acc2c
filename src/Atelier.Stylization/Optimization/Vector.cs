using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Numbers from tensors seen as flat vectors.</summary>
internal static class Vector
{
    public static double Dot(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.flatten().dot(b.flatten()).ToDouble();
    }

    /// <summary>Sum of absolute values.</summary>
    public static double Norm1(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.abs().sum().ToDouble();
    }

    /// <summary>Largest absolute value.</summary>
    public static double NormInfinity(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.abs().max().ToDouble();
    }
}
