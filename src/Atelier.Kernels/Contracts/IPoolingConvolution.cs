using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>A convolution that pools what it writes, so that its output, four times as large, need never lie in memory.</summary>
internal interface IPoolingConvolution : IConvolution
{
    /// <summary>The 2x2 pool of max(0, conv(input) + bias).</summary>
    /// <param name="input">[N,H,W,C].</param>
    /// <param name="mode">How to pool.</param>
    /// <param name="workspace">Where the results come from, and are given back to by the caller.</param>
    Pooled ForwardPooled(Tensor input, PoolingMode mode, Workspace workspace);

    /// <summary>As <see cref="IConvolution.Backward"/>, from the gradient with respect to the pool's output.</summary>
    /// <param name="gradient">[N,H/2,W/2,K].</param>
    /// <param name="pooled">What <see cref="ForwardPooled"/> gave.</param>
    /// <param name="addend">[N,H,W,C] or null.</param>
    /// <param name="mask">[N,H,W,C] or null.</param>
    /// <param name="workspace">As in <see cref="ForwardPooled"/>.</param>
    Tensor BackwardPooled(Tensor gradient, Pooled pooled, Tensor? addend, Tensor? mask, Workspace workspace);
}

/// <summary>A pooled output, and what the way back needs of the larger one.</summary>
/// <param name="Output">[N,H/2,W/2,K].</param>
/// <param name="Gates">A bit for each value before the pool: whether the gradient reaches it.</param>
/// <param name="Height">H before the pool.</param>
/// <param name="Width">W before the pool.</param>
/// <param name="Mode">How it was pooled.</param>
internal sealed record Pooled(Tensor Output, Tensor Gates, int Height, int Width, PoolingMode Mode);
