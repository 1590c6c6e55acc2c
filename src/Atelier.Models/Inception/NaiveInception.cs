using static Atelier.Models.Steps;

namespace Atelier.Models;

/// <summary>The original Inception module: 1x1, 3x3, 5x5 and max pooling side by side, without reductions.</summary>
/// <remarks>
/// Source: Szegedy et al., "Going Deeper with Convolutions", 2015, figure 2a. The pool passes on all input channels, so each
/// block is wider and more expensive than the last; the 1x1 reductions of <see cref="InceptionV1"/> avoid this.
/// </remarks>
/// <param name="inputs">Input channels.</param>
/// <param name="ones">Output channels of the 1x1 path.</param>
/// <param name="threes">Of the 3x3 path.</param>
/// <param name="fives">Of the 5x5 path.</param>
internal sealed class NaiveInception(int inputs, int ones, int threes, int fives) : ParallelPaths(
    nameof(NaiveInception),
    [("branch1", Unit(inputs, ones, 1))],
    [("branch2", Unit(inputs, threes, 3))],
    [("branch3", Unit(inputs, fives, 5))],
    [Maximum(3, 1, 1)]);
