using Atelier.Core;

namespace Atelier.Training;

/// <summary>
/// Takes part in a run: it is told of each event, and may look, change the batch or the gradients, or end the run. By default
/// it does nothing. One callback serves one learner.
/// </summary>
public abstract class Callback : IStateful
{
    /// <summary>
    /// What of this callback changes the course of a run, in words, such as <c>limit 2</c>: a run resumes only with the same. Null, the
    /// default, if nothing does, so that it may be there in one and not in the other.
    /// </summary>
    public virtual string? Settings => null;

    /// <summary>Before the first batch of a run. A resumed run already has its history and weights; <see cref="Load"/> comes next.</summary>
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

    /// <summary>The loss has been computed, but not its gradient.</summary>
    public virtual void OnLoss(TrainingRun run)
    {
    }

    /// <summary>Every gradient of a step has been computed.</summary>
    public virtual void OnGradients(TrainingRun run)
    {
    }

    /// <summary>The parameters have been updated.</summary>
    public virtual void OnStepEnd(TrainingRun run)
    {
    }

    /// <summary>A batch has been trained and recorded.</summary>
    public virtual void OnBatchEnd(TrainingRun run)
    {
    }

    /// <summary>All batches of an epoch have been trained; validation comes next.</summary>
    public virtual void OnValidationBegin(TrainingRun run)
    {
    }

    /// <summary>The network has been evaluated; more figures can be added to <see cref="TrainingRun.Figures"/>.</summary>
    public virtual void OnValidationEnd(TrainingRun run)
    {
    }

    /// <summary>An epoch is over; it is the last one in <see cref="TrainingRun.History"/>.</summary>
    public virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>The run is over, for any reason except an error.</summary>
    public virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>Writes what a resumed run needs from this callback; nothing by default.</summary>
    public virtual void Save(StateWriter to)
    {
    }

    /// <summary>Restores what <see cref="Save"/> wrote, after <see cref="OnTrainBegin"/>.</summary>
    public virtual void Load(StateReader from)
    {
    }
}
