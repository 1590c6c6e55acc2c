using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>What a stage of the instant network learns from; the same number gives the same picture.</summary>
internal interface IPractice
{
    /// <summary>A photo, [1,3,S,S] S being the pixels of a side, in the caller's scope.</summary>
    Tensor Photo(int number);

    /// <summary>A painting, [1,3,H,W], H and W multiples of 4 at the first stage, 8 at the next, and so on; in the caller's scope.</summary>
    Tensor Painting(int number);

    /// <summary>The number of the painting that stands beside a photo.</summary>
    /// <param name="step">Of training.</param>
    /// <param name="pair">Of the step.</param>
    int PaintingAt(int step, int pair);
}
