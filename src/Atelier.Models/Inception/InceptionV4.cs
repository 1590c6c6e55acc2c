using Atelier.Core;
using static Atelier.Models.Steps;
using static Atelier.Models.InceptionV4Blocks;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Inception v4 with the state-dict names of timm and Cadene, for images of 299 pixels with mean and deviation of 0.5.</summary>
/// <remarks>
/// Source: Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", 2016, figure 9.
/// Convolutions start normal with variance 2 / fan-out, drawn with torch's random numbers.
/// </remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
internal sealed class InceptionV4(int classes = 1000) : InceptionNetwork(nameof(InceptionV4), Plan(Require.Positive(classes)))
{
    internal static readonly Preprocessing Input = new(299, InputNormalization.Half) { LeastSize = 75 };

    private static InceptionPlan Plan(int classes)
    {
        Step[] stages =
        [
            Unit(3, 32, 3, 2),                                                     // 149
            Valid(32, 32, 3),                                                      // 147
            Unit(32, 64, 3),
            Mixed3a(),                                                             // 73
            Mixed4a(),                                                             // 71
            Mixed5a(),                                                             // 35
            A(), A(), A(), A(),
            ReductionA(),                                                          // 17
            B(), B(), B(), B(), B(), B(), B(),
            ReductionB(),                                                          // 8
            C(), C(), C(),
        ];
        return new([.. stages.Select((stage, i) => stage with { Name = $"{i}" })], Linear(1536, classes))
        {
            Input = Input,
            HeadName = "last_linear",
            Container = "features",
            SecondGroup = "10",
            Dropout = 0.2,
        };
    }
}
