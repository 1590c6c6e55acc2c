using static TorchSharp.torch;

namespace Atelier.Models.Kernels;

/// <summary>The way back through reflection padding of one pixel.</summary>
internal static class ReflectionFold
{
    /// <summary>Adds the frame of the padded image's gradient to the pixels that it mirrors.</summary>
    /// <param name="padded">[N,H+2,W+2,C]; changed.</param>
    /// <param name="workspace">Where the result may come from.</param>
    /// <returns>[N,H,W,C], outside every dispose scope.</returns>
    public static Tensor Apply(Tensor padded, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var (batch, height, width, channels) = (padded.shape[0], padded.shape[1] - 2, padded.shape[2] - 2, padded.shape[3]);
        Fold(padded, 1, height);
        Fold(padded, 2, width);
        var folded = workspace.Rent(batch, height, width, channels);
        folded.copy_(padded.narrow(1, 1, height).narrow(2, 1, width));
        return folded;
    }

    /// <summary>
    /// Turns the input's gradient under zero padding into the one under reflection: what would have reached the frame of mirrored
    /// pixels is added to those that they mirror. The frame is thin, so that this costs little.
    /// </summary>
    /// <param name="result">[N,H,W,C], the gradient under zero padding, masked; changed.</param>
    /// <param name="gradient">[N,H,W,K].</param>
    /// <param name="weight">[K,C,3,3].</param>
    /// <param name="mask">[N,H,W,C]; where it is not positive, nothing is added; or null.</param>
    public static void AddFrame(Tensor result, Tensor gradient, Tensor weight, Tensor? mask)
    {
        var (height, width) = (gradient.shape[1], gradient.shape[2]);
        AddLine(result, gradient, weight, mask, dimension: 1, at: 0, to: 1, width);
        AddLine(result, gradient, weight, mask, dimension: 1, at: height - 1, to: height - 2, width);
        AddLine(result, gradient, weight, mask, dimension: 2, at: 0, to: 1, height);
        AddLine(result, gradient, weight, mask, dimension: 2, at: width - 1, to: width - 2, height);
    }

    // The border's line of the gradient reaches the frame beside it through the filter's outer line alone.
    private static void AddLine(Tensor result, Tensor gradient, Tensor weight, Tensor? mask, long dimension, long at, long to, long length)
    {
        using var scope = NewDisposeScope();
        var border = Layout.Planes(gradient.narrow(dimension, at, 1));                            // [N,K,1,W] or [N,K,H,1]
        var outer = weight.narrow(dimension + 1, at == 0 ? 0 : 2, 1);
        var line = Layout.ChannelsLast(nn.functional.conv_transpose2d(border, outer));           // [N,1,W+2,C] or [N,H+2,1,C]
        // The rows' ends are the frame's corners; those of the columns are the same and count once.
        if (dimension == 1)
            Fold(line, 2, length);
        var inside = line.narrow(3 - dimension, 1, length);                                      // [N,1,W,C] or [N,H,1,C]
        if (mask is not null)
            inside = inside * mask.narrow(dimension, to, 1).sign();
        result.narrow(dimension, to, 1).add_(inside);
    }

    private static void Fold(Tensor padded, long dimension, long size)
    {
        padded.narrow(dimension, 2, 1).add_(padded.narrow(dimension, 0, 1));
        padded.narrow(dimension, size - 1, 1).add_(padded.narrow(dimension, size + 1, 1));
    }
}
