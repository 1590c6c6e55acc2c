using System.Diagnostics;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>Writes a result's picture and tells what was done.</summary>
internal static class StylizationReport
{
    /// <summary>What made the picture.</summary>
    /// <param name="Network">The encoder's name.</param>
    /// <param name="Recipe">The recipe's.</param>
    /// <param name="ForecastMemory">Bytes that were foretold for the peak; null where they were not.</param>
    public sealed record Origin(string Network, Recipe Recipe, long? ForecastMemory = null);

    /// <summary>Writes and reports.</summary>
    /// <returns>The exit code.</returns>
    public static int Finish(Invocation call, StylizationResult result, PictureOutput output, Origin origin, CancellationToken stop)
    {
        if (result.History.Count == 0)
            stop.ThrowIfCancellationRequested();
        var place = output.Write(call, result.Image);
        var (height, width) = (result.Image.shape[2], result.Image.shape[3]);
        var seconds = Math.Round(result.Elapsed.TotalSeconds, 3);
        output.Tell(
            call,
            new
            {
                Output = place,
                Width = width,
                Height = height,
                origin.Network,
                origin.Recipe,
                Evaluations = result.History.Count,
                Seconds = seconds,
                Losses = result.History.Count > 0 ? result.Losses : (LossParts?)null,
                result.End,
                result.Recoveries,
                PeakMemory = PeakMemory(),
                origin.ForecastMemory,
            },
            result.History.Count > 0
                ? $"{width}x{height}, {result.History.Count} evaluations in {seconds:0.0} s, loss {result.Losses.Total:G4}{Ending(result.End)}."
                : $"{width}x{height}, in {seconds:0.00} s.", place);
        return output.Code(place, result.End is DescentEnd.Stopped);
    }

    private static string Ending(DescentEnd end) => end switch
    {
        DescentEnd.Stopped => "; stopped early",
        DescentEnd.Converged => "; no step led further",
        DescentEnd.Still => "; ended early, as nothing visible changed any more",
        _ => "",
    };

    /// <summary>Bytes of this process's memory at their most.</summary>
    public static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}

/// <summary>A stylization's progress on the terminal; it says once that it recovered, and what the lesson prints.</summary>
internal sealed class StylizationProgressBar(Invocation call, ProgressLine bar) : IProgress<StylizationProgress>
{
    private int _recoveries;
    private (int Width, int Height, double Loss) _best;

    /// <inheritdoc/>
    public void Report(StylizationProgress value)
    {
        if (value.Recoveries > _recoveries)
            call.Say($"The loss diverged or stalled after {value.Evaluation} evaluations: continuing from the best picture with half the step.");
        _recoveries = value.Recoveries;
        if (value.Line is { } line)
            call.Say(line);
        // Losses of another size are no match.
        var earlier = (_best.Width, _best.Height) == (value.Width, value.Height) ? _best.Loss : double.PositiveInfinity;
        _best = (value.Width, value.Height, Math.Min(earlier, value.Losses.Total));
        bar.Report(new(value.Evaluation, value.Evaluations)
        {
            BestLoss = double.IsFinite(_best.Loss) ? _best.Loss : null,
            Stage = $"{value.Width}x{value.Height}",
            Part = value.Part,
        });
    }
}
