using TorchSharp;

namespace Atelier.Core;

/// <summary>What torch computes with: the seed, the device and the threads.</summary>
public sealed record ComputeSettings
{
    /// <summary>More threads than anyone can use.</summary>
    public const int MostThreads = 1024;

    /// <summary>Seed of torch's random numbers; 0 by default, so that the same command gives the same result.</summary>
    public long Seed { get; init; }

    /// <summary><c>cpu</c> (default) or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads within one operation, 1 or more; null (default): torch's own choice, one per core.</summary>
    public int? Threads { get; init => field = value is { } threads ? Require.Positive(threads) : null; }

    /// <summary>Threads within one operation, as currently set for the process; torch must be loaded.</summary>
    public static int ThreadsInUse => torch.get_num_threads();

    /// <summary>Loads torch, seeds its random numbers, sets the threads of the whole process, and gives the device.</summary>
    /// <exception cref="AtelierException">Torch does not load, or the device cannot be used.</exception>
    public torch.Device Apply()
    {
        var device = ComputeDevice.Parse(Device);
        if (Threads is { } threads)
            torch.set_num_threads(threads);
        torch.manual_seed(Seed);
        return device;
    }
}
