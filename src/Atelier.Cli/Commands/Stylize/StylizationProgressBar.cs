using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>A stylization's progress on the terminal; it says once that it recovered, and what the lesson prints.</summary>
internal sealed class StylizationProgressBar(Invocation call, ProgressLine bar, Recipe recipe) : IProgress<StylizationProgress>
{
    private int _recoveries;

    /// <inheritdoc/>
    public void Report(StylizationProgress value)
    {
        if (value.Recoveries > _recoveries)
            call.Say($"The loss went astray or stood still after {value.Evaluation} evaluations: went on from the best picture with half the step.");
        _recoveries = value.Recoveries;
        if (recipe is Recipe.Lesson13 && Lesson13.Print(value.Evaluation, value.Losses.Total) is { } line)
            call.Say(line);
        bar.Report(new(value.Evaluation, value.Evaluations)
        {
            Loss = value.Losses.Total,
            Stage = $"{value.Width}x{value.Height}",
            Part = value.Part,
        });
    }
}
