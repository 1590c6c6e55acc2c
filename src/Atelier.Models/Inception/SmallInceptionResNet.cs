using Atelier.Core;
using static Atelier.Models.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Blocks of Inception-ResNet-v2, few and narrow, for images of 64 pixels: it trains on a CPU in minutes.</summary>
/// <remarks>Convolutions start normal with variance 2 / fan-out, drawn with torch's random numbers.</remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
internal sealed class SmallInceptionResNet(int classes = 10) : InceptionNetwork(nameof(SmallInceptionResNet), Plan(Require.Positive(classes)))
{
    internal static readonly Preprocessing Input = new(64, InputNormalization.ImageNet);

    private const double Scale = 0.2;

    private static InceptionPlan Plan(int classes) => new(
        [
            ("stem1", new ConvBnRelu(3, 32, (5, 5), 2, (2, 2))),                   // 32
            ("stem2", Unit(32, 64, 3)),
            Maximum(3, 2, 1),                                                    // 16
            ("mixed1", Unit(64, 128, 1)),
            ("repeat1", Sequential(("0", Wide()), ("1", Wide()))),
            ("reduction", Reduction()),                                            // 8
            ("repeat2", Sequential(("0", Deep()), ("1", Deep()), ("2", Deep()))),
        ],
        Linear(320, classes))
    {
        Input = Input,
        HeadName = "fc",
        SecondGroup = "reduction",
    };

    // Like figure 16, with three paths.
    private static Module<Tensor, Tensor> Wide() => new ResidualPaths(
        "Wide", channels: 128, width: 96, Scale, isRectified: true,
        [("branch0", Unit(128, 32, 1))],
        [Chain("branch1", Unit(128, 32, 1), Unit(32, 32, 3))],
        [Chain("branch2", Unit(128, 16, 1), Unit(16, 24, 3), Unit(24, 32, 3))]);

    // Like figure 7, but padded: a small grid has no border to spare.
    private static ParallelPaths Reduction() => new(
        "Reduction",
        [("branch0", Padded(128, 128))],
        [Chain("branch1", Unit(128, 48, 1), Unit(48, 56, 3), Padded(56, 64))],
        [Maximum(3, 2, 1)]);

    // Like figure 17, with 7x7 as 1x7 and 7x1.
    private static Module<Tensor, Tensor> Deep() => new ResidualPaths(
        "Deep", channels: 320, width: 128, Scale, isRectified: true,
        [("branch0", Unit(320, 64, 1))],
        [Chain("branch1", Unit(320, 48, 1), Row(48, 56, 7), Column(56, 64, 7))]);

    private static ConvBnRelu Padded(int inputs, int outputs) => new(inputs, outputs, (3, 3), 2, (1, 1));
}
