using Atelier.Core;
using static Atelier.Models.Steps;
using static Atelier.Models.InceptionV3Blocks;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Inception v3 with torchvision's structure and state-dict names, for images of 299 pixels.</summary>
/// <remarks>
/// Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016, table 1. torchvision's checkpoint expects
/// input with mean and deviation 0.5. Convolutions start normal with variance 2 / fan-out, drawn with torch's random numbers.
/// </remarks>
/// <param name="classes">Number of classes, 1 or more.</param>
/// <param name="hasAuxiliary">Whether there is an auxiliary head, which matters only in training; it needs images of about 299 pixels.</param>
internal sealed class InceptionV3(int classes = 1000, bool hasAuxiliary = true) : InceptionNetwork(nameof(InceptionV3), Plan(Require.Positive(classes), hasAuxiliary))
{
    internal static readonly Preprocessing Input = new(299, InputNormalization.Half) { LeastSize = 75 };

    private static InceptionPlan Plan(int classes, bool hasAuxiliary) => new(
        [
            ("Conv2d_1a_3x3", Unit(3, 32, 3, 2)),                                  // 149
            ("Conv2d_2a_3x3", Valid(32, 32, 3)),                                   // 147
            ("Conv2d_2b_3x3", Unit(32, 64, 3)),
            HalvingMaximum(),                                                      // 73
            ("Conv2d_3b_1x1", Unit(64, 80, 1)),
            ("Conv2d_4a_3x3", Valid(80, 192, 3)),                                  // 71
            HalvingMaximum(),                                                      // 35
            ("Mixed_5b", A(192, 32)),
            ("Mixed_5c", A(256, 64)),
            ("Mixed_5d", A(288, 64)),
            ("Mixed_6a", B(288)),                                                  // 17
            ("Mixed_6b", C(768, 128)),
            ("Mixed_6c", C(768, 160)),
            ("Mixed_6d", C(768, 160)),
            ("Mixed_6e", C(768, 192)),
            ("Mixed_7a", D(768)),                                                  // 8
            ("Mixed_7b", E(1280)),
            ("Mixed_7c", E(2048)),
        ],
        Linear(2048, classes))
    {
        Input = Input,
        HeadName = "fc",
        SecondGroup = "Mixed_6a",
        Dropout = 0.5,
        Auxiliary = hasAuxiliary ? [new("Mixed_6e", "AuxLogits", new InceptionV3Auxiliary(768, classes), 0.4)] : [],
    };
}
