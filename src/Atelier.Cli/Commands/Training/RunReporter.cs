using System.Diagnostics;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary>Prints a run: what is trained, its epochs, and the result.</summary>
internal static class RunReporter
{
    private const string Averaged = "swa_";
    private const double NotableImbalance = 1.5;

    /// <summary>Trains a run that was started or resumed.</summary>
    /// <returns>The exit code.</returns>
    public static int Train(Invocation call, TrainRun run, CancellationToken stop)
    {
        Introduce(call, run);
        var clock = Stopwatch.StartNew();
        RunReport report;
        using (var table = new TrainingTable(call, run.Description.Options))
            report = run.Train(table, [table], table.Say, stop);
        if (report.Corrupt.Count > 0)
            call.Say($"{(report.Corrupt.Count == 1 ? "1 corrupt file was" : $"{report.Corrupt.Count} corrupt files were")} left out; the first: {report.Corrupt[0].Problem}");
        Finish(call, run.Folder, report, clock.Elapsed);
        if (report.End is not RunEnd.Stopped)
            return ExitCode.Done;
        call.Say($"Stopped; continue with: atelier resume {run.Folder.Path}");
        return ExitCode.Stopped;
    }

    private static void Finish(Invocation call, RunFolder folder, RunReport report, TimeSpan elapsed)
    {
        var (last, hasCard) = (report.History.Epochs.LastOrDefault(), File.Exists(folder.Card));
        call.Finish(
            new
            {
                Run = folder.Path,
                report.End,
                Epochs = report.History.Epochs.Count,
                Batches = report.History.Batches.Count,
                TrainLoss = last?.TrainLoss,
                ValidLoss = last?.ValidLoss,
                Metrics = last?.Metrics.Where(metric => !metric.Key.StartsWith(Averaged, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal),
                SwaLoss = last?.Figure(Averaged + "loss") is { } loss && !double.IsNaN(loss) ? loss : (double?)null,
                SwaMetrics = last?.Metrics.Where(metric => metric.Key.StartsWith(Averaged, StringComparison.Ordinal) && metric.Key != Averaged + "loss")
                    .ToDictionary(metric => metric.Key[Averaged.Length..], metric => metric.Value, StringComparer.Ordinal),
                Seconds = elapsed.TotalSeconds,
                report.ImagesPerSecond,
                report.WaitedShare,
                Corrupt = report.Corrupt.Count,
                folder.Model,
                SwaModel = File.Exists(folder.SwaModel) ? folder.SwaModel : null,
                Card = hasCard ? folder.Card : null,
            },
            FormattableString.Invariant($"{folder.Path}: model, log, plots{(hasCard ? " and the draft of a model card" : "")}. {report.ImagesPerSecond:0} images/s, {report.WaitedShare:P1} of the time waiting for data."));
    }

    private static void Introduce(Invocation call, TrainRun run)
    {
        var (options, split, balance) = (run.Description.Options, run.Split, run.Balance);
        call.Say($"Data: {split.Training.Count} training and {split.Validation.Count} validation images in {balance.Classes.Count} classes, {options.ImageSize} px, batches of {options.BatchSize}.");
        if (balance.Imbalance > NotableImbalance)
        {
            var (most, least) = (balance.Classes.MaxBy(c => c.Training)!, balance.Classes.MinBy(c => c.Training)!);
            call.Say($"The classes are unbalanced: {most.Training} images of '{most.Class}', {least.Training} of '{least.Class}'; look at balanced_accuracy and f1 too.");
        }
        if (balance.Attribute is not null)
            foreach (var line in GroupNotes.For(balance, options.Balancing))
                call.Say(line);
        foreach (var remark in run.Remarks)
            call.Say(remark);
        foreach (var skipped in run.Images.Skipped.Take(3))
            call.Say($"Left out: {skipped.Problem}");
        call.Say(FormattableString.Invariant($"Network: {run.Description.Network}, {run.Parameters / 1e6:0.00} million parameters. Run: {run.Folder.Path}"));
    }
}
