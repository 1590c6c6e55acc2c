using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>See <see cref="RunLog.TensorBoard"/>.</summary>
internal sealed class TensorBoardLog(string folder) : Callback
{
    private SummaryWriter? _writer;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        Directory.CreateDirectory(folder);
        _writer = utils.tensorboard.SummaryWriter(folder);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingRun run)
    {
        var batch = run.History.Batches[^1];
        Add("batch/loss", batch.Loss, batch.Batch);
        Add("batch/learning_rate", batch.LearningRate, batch.Batch);
        Add("batch/momentum", batch.Momentum, batch.Batch);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        var epoch = run.History.Epochs[^1];
        Add("epoch/train_loss", epoch.TrainLoss, epoch.Number);
        Add("epoch/valid_loss", epoch.ValidLoss, epoch.Number);
        foreach (var (name, value) in epoch.Metrics)
            Add($"epoch/{name}", value, epoch.Number);
    }

    private void Add(string name, double value, int step)
    {
        if (!double.IsNaN(value))
            _writer!.add_scalar(name, (float)value, step);
    }
}
