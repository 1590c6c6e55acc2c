using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Training;

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
