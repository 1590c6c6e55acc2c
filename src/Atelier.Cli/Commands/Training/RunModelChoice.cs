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

    /// <summary>Whether it is another than the last.</summary>
    public bool IsGiven(Invocation call) => call.Get(_swa) || call.Get(_best);

    /// <summary>The model, looked for but not read yet.</summary>
    /// <exception cref="InputException">The run has none such.</exception>
    public Predictor Of(Invocation call, RunFolder folder, RunDescription run)
    {
        if (call.Get(_swa) && call.Get(_best))
            throw new UsageException("Choose one of --swa and --best.");
        var path = call.Get(_swa) ? folder.SwaModel : call.Get(_best) ? folder.BestModel : folder.Model;
        return File.Exists(path)
            ? new(run.Network, run.Classes, run.ImageSize, path)
            : throw new InputException($"{folder.Path}: has no {Path.GetFileName(path)}; "
                + (call.Get(_swa) ? "the run did not average its weights (--swa-start)." : "the run is not finished: go on with it by atelier resume."));
    }
}
