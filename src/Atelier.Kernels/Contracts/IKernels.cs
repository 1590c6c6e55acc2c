using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The operations of a VGG-like encoder, for one kind of device. Tensors are physical [N,H,W,C].</summary>
internal interface IKernels
{
    /// <summary>A frozen convolution.</summary>
    /// <param name="weight">[K,C,3,3].</param>
    /// <param name="bias">[K].</param>
    /// <param name="padding">What lies beyond the border.</param>
    IConvolution Convolution(Tensor weight, Tensor bias, PaddingMode padding);

    /// <summary>Halves height and width (rounded down) over 2x2 windows.</summary>
    Tensor Pool(Tensor input, PoolingMode mode, Workspace workspace);

    /// <summary>The gradient with respect to the pool's input, plus addend, where that input is positive; 0 elsewhere.</summary>
    /// <param name="gradient">[N,H/2,W/2,C].</param>
    /// <param name="input">[N,H,W,C], the pool's input, which a ReLU made.</param>
    /// <param name="addend">[N,H,W,C] or null.</param>
    /// <param name="mode">As in <see cref="Pool"/>.</param>
    /// <param name="workspace">Where the result may come from.</param>
    Tensor PoolBackward(Tensor gradient, Tensor input, Tensor? addend, PoolingMode mode, Workspace workspace);
}
