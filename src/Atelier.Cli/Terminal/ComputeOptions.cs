using System.CommandLine;
using Atelier.Core;
using Atelier.Kernels;

namespace Atelier.Cli;

/// <summary><c>--seed</c>, <c>--device</c> and <c>--threads</c>, which every command that computes takes.</summary>
/// <param name="hasSeed">Whether the seed is among them; not where another group brings it.</param>
internal sealed class ComputeOptions(bool hasSeed = true) : OptionGroup
{
    private readonly Option<long> _seed = NewOption.Number(
        "--seed", "Start of the random numbers; the same seed makes the same result.", 0L, least: 0L);

    private readonly Option<string> _device = NewOption.Choice("--device", "What to compute on.", "cpu", "cpu", "cuda");

    private readonly Option<int?> _threads = NewOption.OptionalNumber<int>(
        "--threads", "Processor threads to compute with [default: one per core].", least: 1, most: ComputeSettings.MostThreads);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => hasSeed ? [_seed, _device, _threads] : [_device, _threads];

    /// <summary>Whether <c>--seed</c> stands on the command line.</summary>
    public bool IsSeedGiven(Invocation call) => call.IsGiven(_seed);

    /// <summary>Whether <c>--device</c> stands on the command line.</summary>
    public bool IsDeviceGiven(Invocation call) => call.IsGiven(_device);

    /// <summary>Says that what is to be done is not done on a GPU, where one was asked for.</summary>
    public void SayWithoutGpu(Invocation call)
    {
        if (call.Get(_device) != "cpu")
            call.Say("The instant network computes on the processor: the GPU is left out.");
    }

    /// <summary>The values; <see cref="ComputeSettings.Apply"/> puts them into effect and gives the device.</summary>
    /// <exception cref="AtelierException">The environment asks for kernels that do not run here.</exception>
    public ComputeSettings Read(Invocation call)
    {
        KernelChoice.Check();
        return new()
        {
            Seed = hasSeed ? call.Get(_seed) : 0,
            Device = call.Get(_device),
            Threads = call.Get(_threads),
        };
    }
}
