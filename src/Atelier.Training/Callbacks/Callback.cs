using TorchSharp;

namespace Atelier.Training;

/// <summary>
/// Takes part in a run: told of each event, free to look, to change the batch or the gradients, and to end the run. Does
/// nothing by default. One callback serves one learner.
/// </summary>
public abstract class Callback
{
    /// <summary>Before the first batch of a run, also of one that is resumed.</summary>
    public virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>Before the first batch of a phase, its optimizer being there; also when a run is resumed within it.</summary>
    public virtual void OnPhaseBegin(TrainingRun run)
    {
    }

    /// <summary>Before the first batch of an epoch; not again when a run is resumed within it.</summary>
    public virtual void OnEpochBegin(TrainingRun run)
    {
    }

    /// <summary>A batch is on the device; <see cref="TrainingRun.ReplaceBatch"/> changes it.</summary>
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

    /// <summary>An epoch's batches are trained; validation comes next.</summary>
    public virtual void OnValidationBegin(TrainingRun run)
    {
    }

    /// <summary>The network is evaluated; further figures can be put into <see cref="TrainingRun.Figures"/>.</summary>
    public virtual void OnValidationEnd(TrainingRun run)
    {
    }

    /// <summary>An epoch is the last of the run's history.</summary>
    public virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>The run is over, for whatever reason but an error.</summary>
    public virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>What a resumed run needs of this callback, by name; nothing by default. The run frees the tensors.</summary>
    public virtual IEnumerable<KeyValuePair<string, torch.Tensor>> Save() => [];

    /// <summary>Takes up what <see cref="Save"/> gave; the tensors are freed afterwards.</summary>
    public virtual void Load(IReadOnlyDictionary<string, torch.Tensor> state)
    {
    }
}
