using Atelier.Core;
using static Atelier.Models.Steps;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Blocks of the first Inception network, few and narrow, for images of 64 pixels: it trains on a CPU in minutes.</summary>
/// <remarks>Convolutions start normal with variance 2 / fan-out, drawn with torch's random numbers.</remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
/// <param name="isFactorized">Whether the blocks' 3x3 and 5x5 convolutions are 1 x n followed by n x 1.</param>
internal sealed class SmallInception(int classes = 10, bool isFactorized = false) : InceptionNetwork(nameof(SmallInception), Plan(Require.Positive(classes), isFactorized))
{
    internal static readonly Preprocessing Input = new(64, InputNormalization.ImageNet);

    private static InceptionPlan Plan(int classes, bool isFactorized)
    {
        return new(
        [
            ("stem1", new ConvBnRelu(3, 32, (5, 5), 2, (2, 2))),                   // 32
            ("stem2", Unit(32, 64, 3)),
            Maximum(3, 2, 1),                                                    // 16
            ("inception1a", Block(64, new(32, 32, 48, 8, 24, 24))),
            ("inception1b", Block(128, new(48, 48, 80, 12, 32, 32))),
            Maximum(3, 2, 1),                                                    // 8
            ("inception2a", Block(192, new(64, 64, 112, 16, 48, 32))),
            ("inception2b", Block(256, new(80, 64, 128, 16, 64, 48))),
        ],
        Linear(320, classes))
        {
            Input = Input,
            HeadName = "fc",
            SecondGroup = "inception2a",
        };

        InceptionV1 Block(int inputs, InceptionV1Widths widths) => new(inputs, widths, large: 5, isFactorized);
    }
}
