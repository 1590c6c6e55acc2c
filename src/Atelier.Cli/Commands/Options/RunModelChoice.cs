using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>Which of a run's models: the last, the averaged, or the best.</summary>
internal sealed class RunModelChoice : OptionGroup
{
    private readonly Option<bool> _swa = new("--swa") { Description = "Use the run's averaged model." };
    private readonly Option<bool> _best = new("--best") { Description = "Use the run's model of the epoch with the lowest validation loss." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_swa, _best];

    /// <summary>The model; null if none is named.</summary>
    /// <exception cref="UsageException">Two are.</exception>
    public RunModel? Read(Invocation call) => (call.Get(_swa), call.Get(_best)) switch
    {
        (true, true) => throw new UsageException("Choose one of --swa and --best."),
        (true, _) => RunModel.Averaged,
        (_, true) => RunModel.Best,
        _ => null,
    };
}
