using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>GoogLeNet's auxiliary classifier: average to 4x4, 1x1, two linear layers with dropout in between.</summary>
/// <remarks>Source: Szegedy et al., "Going Deeper with Convolutions", 2015, section 5; pooled as torchvision does.</remarks>
internal sealed class AuxiliaryHead : Module<Tensor, Tensor>
{
    private readonly ConvBnRelu conv;
    private readonly Linear fc1;
    private readonly Linear fc2;

    /// <param name="channels">Of the input.</param>
    /// <param name="classes">1 or more.</param>
    public AuxiliaryHead(int channels, int classes)
        : base(nameof(AuxiliaryHead))
    {
        conv = Steps.Unit(channels, 128, 1);
        fc1 = Linear(128 * 4 * 4, 1024);
        fc2 = Linear(1024, classes);
        RegisterComponents();
    }

    /// <summary>[N,C,H,W] to [N,classes].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv.call(functional.adaptive_avg_pool2d(input, 4)).flatten(1);    // [N,2048]
        x = functional.dropout(fc1.call(x).relu_(), 0.7, training);
        return fc2.call(x).MoveToOuterDisposeScope();
    }
}
