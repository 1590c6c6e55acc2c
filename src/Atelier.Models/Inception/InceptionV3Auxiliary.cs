using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Inception v3's classifier on top of its 17x17 grid.</summary>
/// <remarks>Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016, section 4.</remarks>
internal sealed class InceptionV3Auxiliary : Module<Tensor, Tensor>
{
    private readonly ConvBnRelu conv0;
    private readonly ConvBnRelu conv1;
    private readonly Linear fc;

    /// <param name="channels">Of the input.</param>
    /// <param name="classes">1 or more.</param>
    public InceptionV3Auxiliary(int channels, int classes)
        : base(nameof(InceptionV3Auxiliary))
    {
        conv0 = Steps.Unit(channels, 128, 1);
        conv1 = Steps.Valid(128, 768, 5);
        fc = Linear(768, classes);
        RegisterComponents();
    }

    /// <summary>[N,C,H,W] to [N,classes]. A grid under 17x17, of images under 299 pixels, is averaged, or magnified, to the 5x5 of the next layer.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var x = input.shape[2] < 17 || input.shape[3] < 17 ? functional.adaptive_avg_pool2d(input, 5) : functional.avg_pool2d(input, 5, 3);
        x = conv1.call(conv0.call(x)).mean([2, 3]);                                // [N,768]
        return fc.call(x).MoveToOuterDisposeScope();
    }
}
