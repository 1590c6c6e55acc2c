using System.Globalization;
using Atelier.Core;

namespace Atelier.Training;

/// <summary>See <see cref="RunLog.Csv"/>.</summary>
internal sealed class CsvLog(string path) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        var history = run.History;
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

    // What was not measured stays empty, as spreadsheets and pandas expect.
    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
