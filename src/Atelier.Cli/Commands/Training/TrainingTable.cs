using System.Globalization;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary>A run on the terminal in fast.ai's style: a row for each epoch, and a progress line below.</summary>
internal sealed class TrainingTable(Invocation call, TrainOptions options) : Callback, IProgress<TrainingProgress>, IDisposable
{
    private const int LeastWidth = 10;
    private readonly ProgressLine _line = call.Progress("images");
    private List<string> _columns = [];
    private double _before;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        _before = (double)run.Position / run.Batches;
        if (run.Position > 0)
            _line.WriteAbove($"Resumed after batch {run.Position} of {run.Batches}.");
        string[] metrics = [.. options.Metrics];
        string[] averaged = [.. options.Ema > 0 ? (string[])["ema_loss", .. metrics.Select(name => $"ema_{name}")] : [], .. options.SwaStart is null ? [] : (string[])["swa_loss", .. metrics.Select(name => $"swa_{name}")]];
        _columns = ["train_loss", "valid_loss", .. metrics, .. averaged];
        _line.WriteAbove($"epoch  {string.Join("  ", _columns.Select(name => name.PadLeft(Width(name))))}    time");
        foreach (var epoch in run.History.Epochs)
            _line.WriteAbove(Row(epoch));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run) => _line.WriteAbove(Row(run.History.Epochs[^1]));

    /// <inheritdoc/>
    public void Report(TrainingProgress value) => _line.Report(new((long)value.Batch * options.BatchSize, (long)value.Batches * options.BatchSize)
    {
        Loss = value.SmoothedLoss,
        Stage = $"epoch {value.Epoch}/{value.Epochs}",
        Before = _before,
    });

    /// <summary>Writes a line above the progress line.</summary>
    public void Say(string line) => _line.WriteAbove(line);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private string Row(EpochRecord epoch)
    {
        var cells = _columns.Select(name => Text(epoch.Figure(name)).PadLeft(Width(name)));
        return FormattableString.Invariant($"{epoch.Number,5}  {string.Join("  ", cells)}  {(int)epoch.Seconds / 60,3}:{(int)epoch.Seconds % 60:00}");
    }

    private static int Width(string name) => Math.Max(LeastWidth, name.Length);

    // What was not measured in this epoch stays empty.
    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("0.000000", CultureInfo.InvariantCulture);
}
