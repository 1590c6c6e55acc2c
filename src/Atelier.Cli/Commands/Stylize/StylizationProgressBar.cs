using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>A stylization's progress on the terminal; a recovery is said once.</summary>
internal sealed class StylizationProgressBar(Invocation call, ProgressLine bar) : IProgress<StylizationProgress>
{
    private int _recoveries;

    /// <inheritdoc/>
    public void Report(StylizationProgress value)
    {
        if (value.Recoveries > _recoveries)
            call.Say($"The loss went astray or stood still after {value.Evaluation} evaluations: went on from the best picture with half the step.");
        _recoveries = value.Recoveries;
        bar.Report(new(value.Evaluation, value.Evaluations)
        {
            Loss = value.Losses.Total,
            Stage = $"{value.Width}x{value.Height}",
            Part = value.Part,
        });
    }
}
