using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Training;

/// <summary>
/// A run as JSON lines, one object a line: <c>{"batch":…}</c> after each batch, <c>{"epoch":…}</c> after each epoch. It grows
/// while the run goes on, so that another program can follow it. A resumed run writes the file anew, without lines of batches that it
/// trains again.
/// </summary>
/// <param name="path">The file; an existing one is replaced.</param>
public sealed class JsonLinesLog(string path) : Callback
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
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
        ArgumentNullException.ThrowIfNull(run);
        Append(Line(run.History.Batches[^1]));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Append(Line(run.History.Epochs[^1]));
    }

    private void Append(string line) => File.AppendAllText(path, line + "\n");

    private static string Line(BatchRecord batch) => JsonSerializer.Serialize(batch, Format);

    private static string Line(EpochRecord epoch) => JsonSerializer.Serialize(
        new { Epoch = epoch.Number, epoch.Batches, epoch.TrainLoss, epoch.ValidLoss, epoch.Metrics, epoch.Seconds }, Format);
}
