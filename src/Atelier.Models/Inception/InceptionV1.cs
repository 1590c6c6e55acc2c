using TorchSharp.Modules;
using static Atelier.Models.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>The Inception module with dimension reductions: 1x1 convolutions before the large ones and after the pool.</summary>
/// <remarks>Source: Szegedy et al., "Going Deeper with Convolutions", 2015, figure 2b. Named as in torchvision.</remarks>
internal sealed class InceptionV1 : ParallelPaths
{
    /// <param name="inputs">Input channels.</param>
    /// <param name="widths">Output channels of each convolution.</param>
    /// <param name="large">Side of the third path's kernel: 5 in the paper, 3 in torchvision's network and checkpoint.</param>
    /// <param name="isFactorized">Whether n x n convolutions are 1 x n followed by n x 1.</param>
    public InceptionV1(int inputs, InceptionV1Widths widths, int large = 3, bool isFactorized = false)
        : base(
            nameof(InceptionV1),
            [("branch1", Unit(inputs, widths.Ones, 1))],
            [("branch2", Reduced(inputs, widths.ThreesReduced, widths.Threes, 3, isFactorized))],
            [("branch3", Reduced(inputs, widths.LargeReduced, widths.Large, large, isFactorized))],
            [Chain("branch4", Maximum(3, 1, 1, ceiling: true), Unit(inputs, widths.Pooled, 1))])
    {
    }

    private static Sequential Reduced(int inputs, int reduced, int outputs, int kernel, bool isFactorized)
    {
        Module<Tensor, Tensor> first = Unit(inputs, reduced, 1);
        return isFactorized
            ? Sequential(("0", first), ("1", Row(reduced, outputs, kernel)), ("2", Column(outputs, outputs, kernel)))
            : Sequential(("0", first), ("1", Unit(reduced, outputs, kernel)));
    }
}

/// <summary>Channels within an <see cref="InceptionV1"/>, a row of the paper's table 1.</summary>
/// <param name="Ones">Output of the 1x1 path.</param>
/// <param name="ThreesReduced">Before the 3x3 convolution.</param>
/// <param name="Threes">Output of the 3x3 path.</param>
/// <param name="LargeReduced">Before the large convolution.</param>
/// <param name="Large">Output of its path.</param>
/// <param name="Pooled">Output of the pool's path.</param>
internal sealed record InceptionV1Widths(int Ones, int ThreesReduced, int Threes, int LargeReduced, int Large, int Pooled)
{
    /// <summary>Output channels of the whole block.</summary>
    public int Total => Ones + Threes + Large + Pooled;
}
