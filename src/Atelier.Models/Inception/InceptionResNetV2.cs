using Atelier.Core;
using static Atelier.Models.Steps;
using static Atelier.Models.InceptionResNetV2Blocks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Inception-ResNet-v2 with the state-dict names of Cadene and timm, for images of 299 pixels with mean and deviation of 0.5.</summary>
/// <remarks>
/// Source: Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", 2016, figure 15.
/// timm's files call the last layer <c>classif</c>; they load too. Convolutions start normal with variance 2 / fan-out, by torch's
/// random numbers.
/// </remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
internal sealed class InceptionResNetV2(int classes = 1000) : InceptionNetwork(nameof(InceptionResNetV2), Plan(Require.Positive(classes)))
{
    internal static readonly Preprocessing Input = new(299, InputNormalization.Half) { LeastSize = 75 };

    private static InceptionPlan Plan(int classes) => new(
        [
            ("conv2d_1a", Unit(3, 32, 3, 2)),                                      // 149
            ("conv2d_2a", Valid(32, 32, 3)),                                       // 147
            ("conv2d_2b", Unit(32, 64, 3)),
            HalvingMaximum(),                                                      // 73
            ("conv2d_3b", Unit(64, 80, 1)),
            ("conv2d_4a", Valid(80, 192, 3)),                                      // 71
            HalvingMaximum(),                                                      // 35
            ("mixed_5b", Mixed5b()),
            ("repeat", Repeat(10, Block35)),
            ("mixed_6a", Mixed6a()),                                               // 17
            ("repeat_1", Repeat(20, Block17)),
            ("mixed_7a", Mixed7a()),                                               // 8
            ("repeat_2", Repeat(9, () => Block8())),
            ("block8", Block8(isLast: true)),
            ("conv2d_7b", Unit(2080, 1536, 1)),
        ],
        Linear(1536, classes))
    {
        Input = Input,
        HeadName = "last_linear",
        SecondGroup = "mixed_6a",
        Dropout = 0.2,
    };

    private static Module<Tensor, Tensor> Repeat(int count, Func<Module<Tensor, Tensor>> block) =>
        Sequential(Enumerable.Range(0, count).Select(i => ($"{i}", block())));
}
