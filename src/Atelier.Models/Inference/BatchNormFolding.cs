using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Batch norm in eval mode is affine per channel, so it can be part of the convolution before it.</summary>
internal static class BatchNormFolding
{
    /// <summary>Weight and bias of the one convolution that equals a convolution followed by batch norm in eval mode.</summary>
    /// <param name="convolution">With or without bias.</param>
    /// <param name="norm">What follows it, or null for nothing.</param>
    /// <returns>[K,C,R,S] and [K], in float32, computed in float64: w' = w * g / sqrt(v + eps), b' = (b - m) * g / sqrt(v + eps) + beta.</returns>
    public static (Tensor Weight, Tensor Bias) Fold(Conv2d convolution, BatchNorm? norm)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var weight = convolution.weight!.detach().to(float64);
        var bias = convolution.bias?.detach().to(float64) ?? zeros(weight.shape[0], float64, weight.device);
        if (norm is not null)
        {
            var scale = norm.running_var!.to(float64).Plus(norm.eps).rsqrt() * norm.weight!.detach().to(float64);
            weight = weight * scale.view(-1, 1, 1, 1);
            bias = ((bias - norm.running_mean!.to(float64)) * scale).Plus(norm.bias!.detach().to(float64));
        }
        return (weight.to(float32).MoveToOuterDisposeScope(), bias.to(float32).MoveToOuterDisposeScope());
    }
}
