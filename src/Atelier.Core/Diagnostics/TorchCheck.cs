using System.Diagnostics;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Core;

/// <summary>Whether torch loads and computes on this machine.</summary>
internal sealed record TorchCheck
{
    /// <summary>Whether the native libraries load.</summary>
    public bool Loads { get; private init; }

    /// <summary>Whether a small convolution gives the right result.</summary>
    public bool Computes { get; private init; }

    /// <summary>What is wrong, in words; null if nothing is.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether the native library had to be patched for this system (<see cref="NativeTorch.IsPatched"/>).</summary>
    public bool IsPatched { get; private init; }

    /// <summary>Time to load the libraries, in milliseconds.</summary>
    public double LoadMilliseconds { get; private init; }

    /// <summary>Time of the convolution, in milliseconds.</summary>
    public double ComputeMilliseconds { get; private init; }

    /// <summary>Version of libtorch; null if it does not load.</summary>
    public string? LibTorchVersion { get; private init; }

    /// <summary>The folder that libtorch was loaded from; null if it does not load.</summary>
    public string? LibTorchFolder { get; private init; }

    /// <summary>Whether <c>ATELIER_LIBTORCH</c> names that folder.</summary>
    public bool IsOfMachine { get; private init; }

    /// <summary>Threads that torch uses within one operation; 0 if it does not load.</summary>
    public int Threads { get; private init; }

    /// <summary>CUDA devices that can be used; 0 without a CUDA build, driver or GPU.</summary>
    public int CudaDevices { get; private init; }

    /// <summary>Loads torch and computes; never throws because of what it finds.</summary>
    public static TorchCheck Run()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            NativeTorch.EnsureLoaded();
        }
        catch (TorchException e)
        {
            return new TorchCheck { Problem = e.Reason };
        }
        var loaded = new TorchCheck
        {
            Loads = true,
            LibTorchVersion = NativeTorch.LibTorchVersion,
            LibTorchFolder = NativeTorch.LibTorchFolder,
            IsOfMachine = NativeTorch.IsOfMachine,
            IsPatched = NativeTorch.IsPatched,
            LoadMilliseconds = clock.Elapsed.TotalMilliseconds,
            Threads = torch.get_num_threads(),
            CudaDevices = torch.cuda_is_available() ? torch.cuda.device_count() : 0,
        };
        clock.Restart();
        var problem = Compute();
        return loaded with { Computes = problem is null, Problem = problem, ComputeMilliseconds = clock.Elapsed.TotalMilliseconds };
    }

    private static string? Compute()
    {
        const int channels = 64;
        const int size = 34;
        try
        {
            using var scope = torch.NewDisposeScope();
            var image = torch.ones(1, channels, size, size);
            var kernel = torch.full([channels, channels, 3, 3], Number(0.5));
            var result = torch.nn.functional.conv2d(image, kernel);   // [1,64,32,32], each 64 * 9 / 2
            var (least, most) = (result.min().item<float>(), result.max().item<float>());
            return (least, most) is (channels * 4.5f, channels * 4.5f)
                ? null
                : $"A convolution gave {least} to {most} instead of {channels * 4.5f}.";
        }
        catch (Exception e)
        {
            return $"A convolution failed: {e.Message.Split('\n')[0]}";
        }
    }
}
