using TorchSharp;

namespace Atelier.Core;

/// <summary>Chooses what torch computes on.</summary>
internal static class ComputeDevice
{
    /// <summary>The device named <c>cpu</c> or <c>cuda</c>.</summary>
    /// <exception cref="AtelierException">No CUDA device can be used by this build on this machine.</exception>
    /// <exception cref="ArgumentException">Another name.</exception>
    public static torch.Device Parse(string name)
    {
        NativeTorch.EnsureLoaded();
        return name switch
        {
            "cpu" => torch.CPU,
            "cuda" when torch.cuda_is_available() => torch.CUDA,
            "cuda" => throw new TorchException("No CUDA device can be used: on a machine with an NVIDIA GPU and driver, have ATELIER_LIBTORCH name the folder torch/lib of a PyTorch for CUDA, or build with -p:Torch=cuda; elsewhere use --device cpu."),
            _ => throw new ArgumentException($"Unknown device '{name}': use cpu or cuda.", nameof(name)),
        };
    }
}
