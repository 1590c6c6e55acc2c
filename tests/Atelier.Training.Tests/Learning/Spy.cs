namespace Atelier.Training.Tests;

/// <summary>A callback from lambdas.</summary>
internal sealed class Spy : Callback
{
    public Action<TrainingRun>? PhaseBegin { get; init; }

    public Action<TrainingRun>? Gradients { get; init; }

    public Action<TrainingRun>? BatchEnd { get; init; }

    public Action<TrainingRun>? EpochEnd { get; init; }

    public override void OnPhaseBegin(TrainingRun run) => PhaseBegin?.Invoke(run);

    public override void OnGradients(TrainingRun run) => Gradients?.Invoke(run);

    public override void OnBatchEnd(TrainingRun run) => BatchEnd?.Invoke(run);

    public override void OnEpochEnd(TrainingRun run) => EpochEnd?.Invoke(run);
}
