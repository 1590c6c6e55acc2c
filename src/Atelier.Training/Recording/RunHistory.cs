namespace Atelier.Training;

/// <summary>What happened in a run, batch by batch and epoch by epoch: the food of logs and plots.</summary>
public sealed class RunHistory
{
    /// <summary>A history of what a plan will do: learning rates and momentum, no losses.</summary>
    public static RunHistory For(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var history = new RunHistory { Phases = PhaseRecord.FromPlan(plan) };
        for (var batch = 0; batch < plan.Batches; batch++)
        {
            var settings = plan.At(batch);
            history.Batches.Add(new(batch, settings.LearningRate, settings.Step.Momentum, double.NaN, double.NaN));
        }
        return history;
    }

    /// <summary>The phases, in order.</summary>
    public IReadOnlyList<PhaseRecord> Phases { get; init; } = [];

    /// <summary>The batches trained so far, in order.</summary>
    public IList<BatchRecord> Batches { get; init; } = [];

    /// <summary>The epochs ended so far, in order.</summary>
    public IList<EpochRecord> Epochs { get; init; } = [];
}
