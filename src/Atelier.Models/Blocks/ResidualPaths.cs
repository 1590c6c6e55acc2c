using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>relu(x + scale * 1x1(paths(x))): an Inception block with a shortcut around it.</summary>
/// <remarks>
/// Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", 2016: the scale, 0.1 to 0.3,
/// keeps wide networks from dying early in training. The 1x1 convolution, <c>conv2d</c>, has a bias and no batch norm.
/// </remarks>
internal sealed class ResidualPaths : ParallelPaths
{
    private readonly Conv2d conv2d;
    private readonly double _scale;
    private readonly bool _isRectified;

    /// <param name="name">The block's name in the paper.</param>
    /// <param name="channels">Of the input, and of the output.</param>
    /// <param name="width">Channels of all paths together.</param>
    /// <param name="scale">The factor of what is added.</param>
    /// <param name="isRectified">Whether a ReLU ends the block.</param>
    /// <param name="paths">As in <see cref="ParallelPaths"/>.</param>
    public ResidualPaths(string name, int channels, int width, double scale, bool isRectified, params Step[][] paths)
        : base(name, paths)
    {
        (_scale, _isRectified) = (scale, isRectified);
        conv2d = Conv2d(width, channels, 1L);
        RegisterComponents();
    }

    /// <summary>[N,C,H,W] to the same.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        using var joined = base.forward(input);
        var sum = input.add(conv2d.call(joined), alpha: Number(_scale));
        return (_isRectified ? sum.relu_() : sum).MoveToOuterDisposeScope();
    }
}
