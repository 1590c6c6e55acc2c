using Atelier.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Runs a network over data sets in evaluation mode.</summary>
internal sealed class Evaluator(Objective objective, IReadOnlyList<Metric> metrics, Device device)
{
    public Objective Objective => objective;

    public IReadOnlyList<Metric> Metrics => metrics;

    /// <returns>NaN and no metrics if there is nothing to validate on.</returns>
    public Evaluation Validate(IBatchSource? source)
    {
        if (source is null)
            return Evaluation.None;
        foreach (var metric in metrics)
            metric.Reset();
        var (sum, samples) = (0.0, 0L);
        ForEach(source, batch =>
        {
            var (loss, output) = objective.Validate(batch);
            sum += loss.item<float>() * (double)batch.Size;
            samples += batch.Size;
            foreach (var metric in metrics)
                metric.Add(output, batch.Targets);
        });
        return new(sum / samples, metrics.ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal));
    }

    public Predictions Predict(IBatchSource source)
    {
        using var scope = NewDisposeScope();
        List<Tensor> outputs = [];
        List<Tensor> targets = [];
        List<int> samples = [];
        ForEach(source, batch =>
        {
            outputs.Add(objective.Validate(batch).Output.cpu().MoveToOuterDisposeScope());
            targets.Add(batch.Targets.cpu().MoveToOuterDisposeScope());
            samples.AddRange(batch.Samples);
        });
        return new(cat(outputs), cat(targets), samples);
    }

    /// <summary>The batch on the device; the one that was handed in is used up.</summary>
    public Batch ToDevice(Batch batch)
    {
        if (device.type == DeviceType.CPU)
            return batch;
        using (batch)
            return batch.To(device);
    }

    public void Forward(Batch batch)
    {
        using var moved = device.type == DeviceType.CPU ? null : batch.To(device);
        objective.Validate(moved ?? batch);
    }

    private void ForEach(IBatchSource source, Action<Batch> action)
    {
        objective.Network.eval();
        using var noGrad = no_grad();
        foreach (var read in source.Read(epoch: 0))
        {
            using var scope = NewDisposeScope();
            using var batch = ToDevice(read);
            action(batch);
        }
    }
}
