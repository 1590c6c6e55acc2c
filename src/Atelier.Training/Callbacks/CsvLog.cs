using System.Globalization;
using Atelier.Core;

namespace Atelier.Training;

/// <summary>The epochs of a run as a CSV file, whole after each epoch: epoch, losses, metrics, seconds, as fast.ai's table has them.</summary>
/// <param name="path">The file; an existing one is replaced.</param>
public sealed class CsvLog(string path) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(path, run.History);
    }

    /// <summary>Writes a history's epochs.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is whole.</param>
    /// <param name="history">What to write.</param>
    public static void Write(string path, RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        string[] metrics = [.. history.Epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct(StringComparer.Ordinal)];
        string[] header = ["epoch", "train_loss", "valid_loss", .. metrics, "seconds"];
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.WriteLine(string.Join(',', header));
            foreach (var epoch in history.Epochs)
            {
                double[] row = [epoch.TrainLoss, epoch.ValidLoss, .. metrics.Select(epoch.Figure), epoch.Seconds];
                writer.WriteLine(string.Join(',', row.Select(Text).Prepend(epoch.Number.ToString(CultureInfo.InvariantCulture))));
            }
        });
    }

    // What was not measured is left empty, as spreadsheets and pandas expect.
    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
