using static Atelier.Models.Steps;

namespace Atelier.Models;

/// <summary>The blocks of Inception-ResNet-v2. Average pools do not count their padding.</summary>
/// <remarks>Source: Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", 2016, figures 16 to 19.</remarks>
internal static class InceptionResNetV2Blocks
{
    /// <summary>The first fork at 35x35.</summary>
    public static ParallelPaths Mixed5b() => new(
        "Mixed_5b",
        [("branch0", Unit(192, 96, 1))],
        [Chain("branch1", Unit(192, 48, 1), Unit(48, 64, 5))],
        [Chain("branch2", Unit(192, 64, 1), Unit(64, 96, 3), Unit(96, 96, 3))],
        [Chain("branch3", Average(countPadding: false), Unit(192, 64, 1))]);

    /// <summary>35x35, figure 16.</summary>
    public static ResidualPaths Block35() => new(
        "Block35", channels: 320, width: 128, scale: 0.17, isRectified: true,
        [("branch0", Unit(320, 32, 1))],
        [Chain("branch1", Unit(320, 32, 1), Unit(32, 32, 3))],
        [Chain("branch2", Unit(320, 32, 1), Unit(32, 48, 3), Unit(48, 64, 3))]);

    /// <summary>35x35 to 17x17, figure 7 with k, l, m, n = 256, 256, 384, 384.</summary>
    public static ParallelPaths Mixed6a() => new(
        "Mixed_6a",
        [("branch0", Unit(320, 384, 3, 2))],
        [Chain("branch1", Unit(320, 256, 1), Unit(256, 256, 3), Unit(256, 384, 3, 2))],
        [HalvingMaximum()]);

    /// <summary>17x17, figure 17: the lesson's, 7x7 as 1x7 and 7x1.</summary>
    public static ResidualPaths Block17() => new(
        "Block17", channels: 1088, width: 384, scale: 0.10, isRectified: true,
        [("branch0", Unit(1088, 192, 1))],
        [Chain("branch1", Unit(1088, 128, 1), Row(128, 160, 7), Column(160, 192, 7))]);

    /// <summary>17x17 to 8x8, figure 18.</summary>
    public static ParallelPaths Mixed7a() => new(
        "Mixed_7a",
        [Chain("branch0", Unit(1088, 256, 1), Unit(256, 384, 3, 2))],
        [Chain("branch1", Unit(1088, 256, 1), Unit(256, 288, 3, 2))],
        [Chain("branch2", Unit(1088, 256, 1), Unit(256, 288, 3), Unit(288, 320, 3, 2))],
        [HalvingMaximum()]);

    /// <summary>8x8, figure 19; the network's last one has scale 1 and no ReLU.</summary>
    public static ResidualPaths Block8(bool isLast = false) => new(
        "Block8", channels: 2080, width: 448, scale: isLast ? 1 : 0.20, isRectified: !isLast,
        [("branch0", Unit(2080, 192, 1))],
        [Chain("branch1", Unit(2080, 192, 1), Row(192, 224, 3), Column(224, 256, 3))]);
}
