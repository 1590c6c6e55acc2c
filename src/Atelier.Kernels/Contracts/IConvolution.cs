using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>A frozen 3x3 convolution of stride 1 that keeps the image's size, and the way back through it.</summary>
/// <remarks>All tensors are physical [N,H,W,C]: float32, contiguous, channels last.</remarks>
internal interface IConvolution : IDisposable
{
    /// <summary>max(0, conv(input) + bias), or without the maximum.</summary>
    /// <param name="input">[N,H,W,C].</param>
    /// <param name="relu">Whether to clip at zero.</param>
    /// <param name="workspace">Where the result may come from, and is given back to by the caller.</param>
    /// <returns>[N,H,W,K], outside every dispose scope.</returns>
    Tensor Forward(Tensor input, bool relu, Workspace workspace);

    /// <summary>The gradient with respect to the input: (conv^T(gradient) + addend) where mask is positive, 0 elsewhere.</summary>
    /// <param name="gradient">[N,H,W,K].</param>
    /// <param name="addend">[N,H,W,C], gradient that reaches the input from elsewhere, or null.</param>
    /// <param name="mask">[N,H,W,C], the output of the ReLU that made the input, or null where none did.</param>
    /// <param name="workspace">As in <see cref="Forward"/>.</param>
    /// <returns>[N,H,W,C], outside every dispose scope.</returns>
    Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace);
}
