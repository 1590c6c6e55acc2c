using Atelier.Data;

namespace Atelier.Training;

/// <summary>Stochastic weight averaging within a run: when to average, and when to evaluate.</summary>
internal sealed class RunSwa(Learner learner, FitOptions options)
{
    public StochasticWeightAverage Average { get; } = new();

    /// <summary>Whether the statistics of batch norm are still another model's.</summary>
    public bool IsStale { get; set; }

    public void BeginEpoch(EpochSpan epoch)
    {
        if (options.SwaCount is SwaCount.Paper && epoch.Number == options.SwaStart)
            Average.Update(learner.Network);
    }

    public void EndEpoch(EpochSpan epoch)
    {
        if (epoch.Number < options.SwaStart || (epoch.Number - options.SwaStart) % options.SwaCycleLength != 0)
            return;
        Average.Update(learner.Network);
        IsStale = true;
    }

    public Evaluation Evaluate(EpochSpan epoch, TrainingData data, bool isLast)
    {
        var isDue = isLast || (epoch.Number - options.SwaStart) % options.SwaEvaluationFrequency == 0;
        if (epoch.Number < options.SwaStart || Average.Models == 0 || !isDue)
            return Evaluation.None;
        Refresh(epoch, data);
        using var swap = Average.ApplyTo(learner.Network);
        return learner.Validate(data.Validation);
    }

    /// <summary>Measures the averaged model's batch-norm statistics, unless they are.</summary>
    public void Refresh(EpochSpan epoch, TrainingData data)
    {
        if (!IsStale || Average.Models == 0)
            return;
        using (Average.ApplyTo(learner.Network))
        {
            BatchNormStatistics.Refresh(learner.Network, () => data.Training.Read(epoch.Number - 1), learner.Forward);
            Average.TakeBuffers(learner.Network);
        }
        IsStale = false;
    }
}
