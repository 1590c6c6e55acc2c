using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Between torch's logical [N,C,H,W] and the encoders' physical [N,H,W,C], without copying where the strides allow it.</summary>
internal static class Layout
{
    /// <summary>A logical [N,C,H,W] view of a physical [N,H,W,C] tensor: what torch calls channels-last.</summary>
    public static Tensor Planes(Tensor channelsLast) => channelsLast.permute(0, 3, 1, 2);

    /// <summary>A physical [N,H,W,C] tensor of a logical [N,C,H,W] one; a view if that is channels-last already.</summary>
    public static Tensor ChannelsLast(Tensor planes) => planes.permute(0, 2, 3, 1).contiguous();
}
