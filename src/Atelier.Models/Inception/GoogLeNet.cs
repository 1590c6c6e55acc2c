using Atelier.Core;
using static Atelier.Models.Steps;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>GoogLeNet, the first Inception network, with torchvision's structure and state-dict names.</summary>
/// <remarks>
/// Source: Szegedy et al., "Going Deeper with Convolutions", 2015, table 1, with batch norm after every convolution. torchvision's
/// checkpoint has 3x3 kernels where the paper has 5x5, and expects input with mean and deviation 0.5. Convolutions start normal with
/// variance 2 / fan-out, drawn with torch's random numbers.
/// </remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
/// <param name="hasAuxiliary">Whether there are the two auxiliary heads, which matter only in training.</param>
/// <param name="large">Side of the third path's kernels: 3 as in torchvision, 5 as in the paper.</param>
internal sealed class GoogLeNet(int classes = 1000, bool hasAuxiliary = true, int large = 3)
    : InceptionNetwork(nameof(GoogLeNet), Plan(Require.Positive(classes), hasAuxiliary, large))
{
    internal static readonly Preprocessing Input = new(224, InputNormalization.Half);

    private static InceptionPlan Plan(int classes, bool hasAuxiliary, int large)
    {
        return new(
        [
            ("conv1", new ConvBnRelu(3, 64, (7, 7), 2, (3, 3))),                   // 112
            HalvingMaximum(ceiling: true),                                         // 56
            ("conv2", Unit(64, 64, 1)),
            ("conv3", Unit(64, 192, 3)),
            HalvingMaximum(ceiling: true),                                         // 28
            ("inception3a", Block(192, 64, 96, 128, 16, 32, 32)),
            ("inception3b", Block(256, 128, 128, 192, 32, 96, 64)),
            HalvingMaximum(ceiling: true),                                         // 14
            ("inception4a", Block(480, 192, 96, 208, 16, 48, 64)),
            ("inception4b", Block(512, 160, 112, 224, 24, 64, 64)),
            ("inception4c", Block(512, 128, 128, 256, 24, 64, 64)),
            ("inception4d", Block(512, 112, 144, 288, 32, 64, 64)),
            ("inception4e", Block(528, 256, 160, 320, 32, 128, 128)),
            Maximum(2, 2, ceiling: true),                                      // 7
            ("inception5a", Block(832, 256, 160, 320, 32, 128, 128)),
            ("inception5b", Block(832, 384, 192, 384, 48, 128, 128)),
        ],
        Linear(1024, classes))
    {
        Input = Input,
        HeadName = "fc",
        SecondGroup = "inception4a",
        Dropout = 0.2,
        Auxiliary = hasAuxiliary
            ? [new("inception4a", "aux1", new AuxiliaryHead(512, classes), 0.3), new("inception4d", "aux2", new AuxiliaryHead(528, classes), 0.3)]
            : [],
        };

        InceptionV1 Block(int inputs, int ones, int threesReduced, int threes, int largeReduced, int largest, int pooled) =>
            new(inputs, new(ones, threesReduced, threes, largeReduced, largest, pooled), large);
    }
}
