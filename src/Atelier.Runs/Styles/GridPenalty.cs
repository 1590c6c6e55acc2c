using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>How much of a picture's texture repeats with the grid on which a stage computes.</summary>
/// <remarks>
/// Where the photo is smooth, the cheapest strokes are those that are the same at each place of the grid: rows of dots. A painting has
/// no grid: what it has in common at the same place of many squares is what chance leaves, one part in as many.
/// </remarks>
internal static class GridPenalty
{
    // Pixels from one place of the grid to the next: a stage computes at a quarter of its size.
    private const int Period = 4;

    // Squares that are compared, along a side.
    private const int Squares = 8;

    private const int Window = Period * Squares;

    // As good as no texture: half a level of 255, squared.
    private const double LeastVariance = 4e-6;

    /// <summary>The part of the variance, on the average of all windows: 1 of 64 where there is no grid, and at most 1.</summary>
    /// <param name="pictures">[N,3,H,W], at least 32 pixels high and wide.</param>
    public static Tensor Of(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var (down, across) = (pictures.shape[2] / Window, pictures.shape[3] / Window);
        var texture = pictures - nn.functional.avg_pool2d(pictures, Period + 1, stride: 1, padding: Period / 2, count_include_pad: false);
        var windows = texture.narrow(2, 0, down * Window).narrow(3, 0, across * Window).reshape(-1, 3, down, Squares, Period, across, Squares, Period);
        var common = windows.mean([3, 6]);                                                                   // [N,3,h,4,w,4]
        var repeated = StyleTeacher.Square(common - common.mean([3, 5], keepdim: true)).mean([1, 3, 5]);      // [N,h,w]
        var all = StyleTeacher.Square(windows).mean([1, 3, 4, 6, 7]);
        return (repeated / all.Plus(LeastVariance)).mean().MoveToOuterDisposeScope();
    }
}
