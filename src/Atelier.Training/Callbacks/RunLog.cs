using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;
using Atelier.Core;

namespace Atelier.Training;

/// <summary>Callbacks that write a run down while it trains.</summary>
/// <example><code>
/// learner.FitPhases(phases, new() { Callbacks = [RunLog.Csv("epochs.csv"), RunLog.TensorBoard("runs")] });
/// </code></example>
public static class RunLog
{
    /// <summary>A CSV file of the epochs, complete after each one: epoch, losses, metrics, seconds, as in fast.ai's table.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public static Callback Csv(string path) => new CsvLog(path);

    /// <summary>
    /// A file of JSON lines, one object per line: <c>{"batch":…}</c> after each batch, <c>{"epoch":…}</c> after each epoch. It grows
    /// as the run trains, so that another program can follow it. A resumed run rewrites the file without the batches it trains again.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public static Callback JsonLines(string path) => new JsonLinesLog(path);

    /// <summary>TensorBoard event files: loss, learning rate and momentum by batch, losses and metrics by epoch.</summary>
    /// <param name="folder">Where the event files go; TensorBoard merges those of a run and its resumption.</param>
    public static Callback TensorBoard(string folder) => new TensorBoardLog(folder);
}

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

/// <summary>See <see cref="RunLog.JsonLines"/>.</summary>
internal sealed class JsonLinesLog(string path) : Callback
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        using var writer = new StreamWriter(path);
        var epochs = new Queue<EpochRecord>(run.History.Epochs);
        foreach (var batch in run.History.Batches)
        {
            writer.WriteLine(Line(batch));
            while (epochs.TryPeek(out var epoch) && epoch.Batches == batch.Batch + 1)
                writer.WriteLine(Line(epochs.Dequeue()));
        }
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingRun run)
    {
        Append(Line(run.History.Batches[^1]));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        Append(Line(run.History.Epochs[^1]));
    }

    private void Append(string line) => File.AppendAllText(path, line + "\n");

    private static string Line(BatchRecord batch) => JsonSerializer.Serialize(batch, Format);

    private static string Line(EpochRecord epoch) => JsonSerializer.Serialize(
        new { Epoch = epoch.Number, epoch.Batches, epoch.TrainLoss, epoch.ValidLoss, epoch.Metrics, epoch.Seconds }, Format);
}
