using static Atelier.Models.Steps;

namespace Atelier.Models;

/// <summary>The blocks of Inception v4. Average pools do not count their padding.</summary>
/// <remarks>Source: Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", 2016, figures 3 to 8.</remarks>
internal static class InceptionV4Blocks
{
    /// <summary>Figure 3, first fork: a maximum next to a strided convolution.</summary>
    public static ParallelPaths Mixed3a() => new("Mixed_3a", [HalvingMaximum()], [("conv", Unit(64, 96, 3, 2))]);

    /// <summary>Figure 3, second fork: with and without 7x7.</summary>
    public static ParallelPaths Mixed4a() => new(
        "Mixed_4a",
        [Chain("branch0", Unit(160, 64, 1), Valid(64, 96, 3))],
        [Chain("branch1", Unit(160, 64, 1), Row(64, 64, 7), Column(64, 64, 7), Valid(64, 96, 3))]);

    /// <summary>Figure 3, third fork.</summary>
    public static ParallelPaths Mixed5a() => new("Mixed_5a", [("conv", Unit(192, 192, 3, 2))], [HalvingMaximum()]);

    /// <summary>35x35, figure 4.</summary>
    public static ParallelPaths A() => new(
        "Inception_A",
        [("branch0", Unit(384, 96, 1))],
        [Chain("branch1", Unit(384, 64, 1), Unit(64, 96, 3))],
        [Chain("branch2", Unit(384, 64, 1), Unit(64, 96, 3), Unit(96, 96, 3))],
        [Chain("branch3", Average(countPadding: false), Unit(384, 96, 1))]);

    /// <summary>35x35 to 17x17, figure 7 with k, l, m, n = 192, 224, 256, 384.</summary>
    public static ParallelPaths ReductionA() => new(
        "Reduction_A",
        [("branch0", Unit(384, 384, 3, 2))],
        [Chain("branch1", Unit(384, 192, 1), Unit(192, 224, 3), Unit(224, 256, 3, 2))],
        [HalvingMaximum()]);

    /// <summary>17x17, figure 5.</summary>
    public static ParallelPaths B() => new(
        "Inception_B",
        [("branch0", Unit(1024, 384, 1))],
        [Chain("branch1", Unit(1024, 192, 1), Row(192, 224, 7), Column(224, 256, 7))],
        [Chain("branch2", Unit(1024, 192, 1), Column(192, 192, 7), Row(192, 224, 7), Column(224, 224, 7), Row(224, 256, 7))],
        [Chain("branch3", Average(countPadding: false), Unit(1024, 128, 1))]);

    /// <summary>17x17 to 8x8, figure 8.</summary>
    public static ParallelPaths ReductionB() => new(
        "Reduction_B",
        [Chain("branch0", Unit(1024, 192, 1), Unit(192, 192, 3, 2))],
        [Chain("branch1", Unit(1024, 256, 1), Row(256, 256, 7), Column(256, 320, 7), Unit(320, 320, 3, 2))],
        [HalvingMaximum()]);

    /// <summary>8x8, figure 6.</summary>
    public static ParallelPaths C() => new(
        "Inception_C",
        [("branch0", Unit(1536, 256, 1))],
        [("branch1_0", Unit(1536, 384, 1)), Cross("branch1_1", 384)],
        [("branch2_0", Unit(1536, 384, 1)), ("branch2_1", Column(384, 448, 3)), ("branch2_2", Row(448, 512, 3)), Cross("branch2_3", 512)],
        [Chain("branch3", Average(countPadding: false), Unit(1536, 256, 1))]);

    private static ParallelPaths Cross(string name, int inputs) =>
        new("Cross", [($"{name}a", Row(inputs, 256, 3))], [($"{name}b", Column(inputs, 256, 3))]);
}
