using static Atelier.Models.Steps;

namespace Atelier.Models;

/// <summary>The blocks of Inception v3, under torchvision's letters. Average pools count their padding.</summary>
/// <remarks>Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016.</remarks>
internal static class InceptionV3Blocks
{
    /// <summary>35x35, figure 5: 5x5 as is, and as two 3x3.</summary>
    public static ParallelPaths A(int inputs, int pooled) => new(
        "InceptionA",
        [("branch1x1", Unit(inputs, 64, 1))],
        [("branch5x5_1", Unit(inputs, 48, 1)), ("branch5x5_2", Unit(48, 64, 5))],
        [("branch3x3dbl_1", Unit(inputs, 64, 1)), ("branch3x3dbl_2", Unit(64, 96, 3)), ("branch3x3dbl_3", Unit(96, 96, 3))],
        [Average(countPadding: true), ("branch_pool", Unit(inputs, pooled, 1))]);

    /// <summary>35x35 to 17x17, figure 10.</summary>
    public static ParallelPaths B(int inputs) => new(
        "InceptionB",
        [("branch3x3", Unit(inputs, 384, 3, 2))],
        [("branch3x3dbl_1", Unit(inputs, 64, 1)), ("branch3x3dbl_2", Unit(64, 96, 3)), ("branch3x3dbl_3", Unit(96, 96, 3, 2))],
        [HalvingMaximum()]);

    /// <summary>17x17, figure 6: 7x7 as 1x7 and 7x1, once and twice.</summary>
    public static ParallelPaths C(int inputs, int width) => new(
        "InceptionC",
        [("branch1x1", Unit(inputs, 192, 1))],
        [("branch7x7_1", Unit(inputs, width, 1)), ("branch7x7_2", Row(width, width, 7)), ("branch7x7_3", Column(width, 192, 7))],
        [
            ("branch7x7dbl_1", Unit(inputs, width, 1)),
            ("branch7x7dbl_2", Column(width, width, 7)), ("branch7x7dbl_3", Row(width, width, 7)),
            ("branch7x7dbl_4", Column(width, width, 7)), ("branch7x7dbl_5", Row(width, 192, 7)),
        ],
        [Average(countPadding: true), ("branch_pool", Unit(inputs, 192, 1))]);

    /// <summary>17x17 to 8x8.</summary>
    public static ParallelPaths D(int inputs) => new(
        "InceptionD",
        [("branch3x3_1", Unit(inputs, 192, 1)), ("branch3x3_2", Unit(192, 320, 3, 2))],
        [
            ("branch7x7x3_1", Unit(inputs, 192, 1)),
            ("branch7x7x3_2", Row(192, 192, 7)), ("branch7x7x3_3", Column(192, 192, 7)), ("branch7x7x3_4", Unit(192, 192, 3, 2)),
        ],
        [HalvingMaximum()]);

    /// <summary>8x8, figure 7: 1x3 and 3x1 side by side, for width.</summary>
    public static ParallelPaths E(int inputs) => new(
        "InceptionE",
        [("branch1x1", Unit(inputs, 320, 1))],
        [("branch3x3_1", Unit(inputs, 384, 1)), Cross("branch3x3_2")],
        [("branch3x3dbl_1", Unit(inputs, 448, 1)), ("branch3x3dbl_2", Unit(448, 384, 3)), Cross("branch3x3dbl_3")],
        [Average(countPadding: true), ("branch_pool", Unit(inputs, 192, 1))]);

    private static ParallelPaths Cross(string name) =>
        new("Cross", [($"{name}a", Row(384, 384, 3))], [($"{name}b", Column(384, 384, 3))]);
}
