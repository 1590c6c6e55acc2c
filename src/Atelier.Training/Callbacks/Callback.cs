using Atelier.Core;

namespace Atelier.Training;

/// <summary>
/// Takes part in a run: told of each event, free to look, to change the batch or the gradients, and to end the run. Does
/// nothing by default. One callback serves one learner.
/// </summary>
public abstract class Callback : IStateful
{
    /// <summary>Before the first batch of a run. One that is resumed has its history and its weights; <see cref="Load"/> comes next.</summary>
    public virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>Before the first batch of a phase, with its optimizer ready; also when a run is resumed within it.</summary>
    public virtual void OnPhaseBegin(TrainingRun run)
    {
    }

    /// <summary>Before the first batch of an epoch; not again when a run is resumed within it.</summary>
    public virtual void OnEpochBegin(TrainingRun run)
    {
    }

    /// <summary>A batch is on the device; <see cref="TrainingRun.ReplaceBatch"/> replaces it.</summary>
    public virtual void OnBatchBegin(TrainingRun run)
    {
    }

    /// <summary>The loss is computed, its gradient not yet.</summary>
    public virtual void OnLoss(TrainingRun run)
    {
    }

    /// <summary>Every gradient of a step is there.</summary>
    public virtual void OnGradients(TrainingRun run)
    {
    }

    /// <summary>The parameters have moved.</summary>
    public virtual void OnStepEnd(TrainingRun run)
    {
    }

    /// <summary>A batch is trained and recorded.</summary>
    public virtual void OnBatchEnd(TrainingRun run)
    {
    }

    /// <summary>All batches of an epoch are trained; validation comes next.</summary>
    public virtual void OnValidationBegin(TrainingRun run)
    {
    }

    /// <summary>The network is evaluated; further figures can be put into <see cref="TrainingRun.Figures"/>.</summary>
    public virtual void OnValidationEnd(TrainingRun run)
    {
    }

    /// <summary>An epoch is over, and the last of <see cref="TrainingRun.History"/>.</summary>
    public virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>The run is over, for whatever reason but an error.</summary>
    public virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>Writes what a resumed run needs of this callback; nothing by default.</summary>
    public virtual void Save(StateWriter to)
    {
    }

    /// <summary>Puts back what <see cref="Save"/> wrote, after <see cref="OnTrainBegin"/>.</summary>
    public virtual void Load(StateReader from)
    {
    }
}
