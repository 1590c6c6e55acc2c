using Atelier.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>A run as callbacks see it: where it is, what it is working on, and how it has gone so far. Not safe for concurrent use.</summary>
public sealed class TrainingRun
{
    private readonly Evaluator _evaluator;
    private readonly TrainingData _data;
    private readonly Func<TrainingPhase, TrainingData> _dataOf;

    internal TrainingRun(
        Evaluator evaluator, TrainingData data, Func<TrainingPhase, TrainingData> dataOf, IReadOnlyList<IReadOnlyList<Parameter>> groups, TrainingPlan plan)
    {
        (_evaluator, _data, _dataOf, Groups, Plan) = (evaluator, data, dataOf, groups, plan);
        History = new() { Phases = PhaseRecord.FromPlan(plan) };
    }

    /// <summary>The network, in whatever mode it is at the event.</summary>
    public nn.Module Network => _evaluator.Objective.Network;

    /// <summary>The parameters by layer group.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups { get; }

    /// <summary>The metrics of the validation set.</summary>
    public IReadOnlyList<Metric> Metrics => _evaluator.Metrics;

    /// <summary>What has happened so far.</summary>
    public RunHistory History { get; }

    /// <summary>Batches trained so far; during a batch, its number from 0.</summary>
    public int Position { get; internal set; }

    /// <summary>Batches in the whole run.</summary>
    public int Batches => Plan.Batches;

    /// <summary>The number of the current epoch, 1-based; 0 before the first.</summary>
    public int Epoch => Span?.Number ?? 0;

    /// <summary>Epochs in the whole run.</summary>
    public int Epochs => Plan.Epochs.Count;

    /// <summary>The current phase, from <see cref="Callback.OnPhaseBegin"/> on.</summary>
    public TrainingPhase Phase => Plan.Phases[Settings.Phase].Phase;

    /// <summary>The learning rate of the current batch, by layer group.</summary>
    public GroupValues LearningRates => Settings.Step.LearningRates;

    /// <summary>Momentum, or beta1, of the current batch.</summary>
    public double Momentum => Settings.Step.Momentum;

    /// <summary>The data of the current epoch.</summary>
    public TrainingData Data => DataOf(Plan.Phases[Span!.Phase].Phase);

    /// <summary>The current batch.</summary>
    public Batch Batch { get; internal set; } = null!;

    /// <summary>The loss of the current batch, a scalar with its graph, from <see cref="Callback.OnLoss"/> on.</summary>
    public Tensor Loss { get; internal set; } = null!;

    /// <summary>Figures of the current epoch, by name; a callback may add its own in <see cref="Callback.OnValidationEnd"/>.</summary>
    public IDictionary<string, double> Figures { get; internal set; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Mean loss over the validation set, from <see cref="Callback.OnValidationEnd"/> on.</summary>
    public double ValidLoss { get; internal set; } = double.NaN;

    /// <summary>Why the run ends; null while it continues.</summary>
    public RunEnd? End { get; internal set; }

    /// <summary>Loss and metrics of the network, with the weights that it has now, over the epoch's validation set.</summary>
    /// <returns>NaN and no metrics if there is no validation set.</returns>
    public Evaluation Validate() => _evaluator.Validate(Data.Validation ?? _data.Validation);

    /// <summary>Whether there is anything to validate on in the current epoch.</summary>
    internal bool IsValidated => (Data.Validation ?? _data.Validation) is not null;

    /// <summary>Replaces the current batch, in <see cref="Callback.OnBatchBegin"/>; the run owns the new one.</summary>
    public void ReplaceBatch(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Batch.Dispose();
        Batch = batch;
    }

    /// <summary>Ends the run after the current batch or epoch.</summary>
    public void EndEarly() => End ??= RunEnd.EndedEarly;

    /// <summary>The data of a phase, at its image size.</summary>
    internal TrainingData DataOf(TrainingPhase phase) => _dataOf(phase);

    /// <summary>The phases, laid out.</summary>
    internal TrainingPlan Plan { get; }

    /// <summary>The current epoch; null before the first.</summary>
    internal EpochSpan? Span { get; set; }

    /// <summary>The hyper-parameters of the current batch.</summary>
    internal BatchSettings Settings { get; set; }

    /// <summary>The optimizer of the current phase; null before the first.</summary>
    internal Optimizer? Optimizer { get; set; }

    /// <summary>Runs the network on a batch of the data, for its effect on the network's buffers.</summary>
    internal void Forward(Batch batch) => _evaluator.Forward(batch);
}

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>Every phase has been trained.</summary>
    Finished,

    /// <summary>The caller's token was canceled; a checkpoint, if there is a folder for one, has the state.</summary>
    Stopped,

    /// <summary>A callback ended it, such as early stopping.</summary>
    EndedEarly,

    /// <summary>The loss exploded, and <see cref="FitOptions.StopOnDivergence"/> was on.</summary>
    Diverged,
}
