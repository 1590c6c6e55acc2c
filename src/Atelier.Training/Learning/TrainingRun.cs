using System.Collections.ObjectModel;
using System.Diagnostics;
using Atelier.Core;
using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>One run over phases: the training loop, and its state as callbacks see it. Not safe for concurrent use.</summary>
public sealed class TrainingRun
{
    private readonly Learner _learner;
    private readonly FitOptions _options;
    private readonly RunCheckpoints _keeper;
    private readonly RunSwa? _swa;
    private readonly LossAverage _loss = new();
    private readonly CancellationToken _stop;
    private long _samples;

    internal TrainingRun(Learner learner, TrainingPlan plan, FitOptions options, CancellationToken stop)
    {
        (_learner, Plan, _options, _stop) = (learner, plan, options, stop);
        History = new() { Phases = PhaseRecord.FromPlan(plan) };
        _swa = options.UseSwa ? new RunSwa(learner, options) : null;
        _keeper = new RunCheckpoints(this, learner, options, _swa, _loss);
    }

    /// <summary>The network, in whatever mode the event finds it.</summary>
    public nn.Module Network => _learner.Network;

    /// <summary>The learner, to evaluate with.</summary>
    public Learner Learner => _learner;

    /// <summary>The phases, laid out.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>What happened so far.</summary>
    public RunHistory History { get; internal set; }

    /// <summary>Batches trained so far; during a batch, its number from 0.</summary>
    public int Position { get; internal set; }

    /// <summary>The epoch under way.</summary>
    public EpochSpan Epoch { get; private set; } = null!;

    /// <summary>The data of the epoch under way.</summary>
    public TrainingData Data => _learner.DataOf(Plan.Phases[Epoch.Phase].Phase);

    /// <summary>The hyper-parameters of the batch under way.</summary>
    public BatchSettings Settings { get; private set; }

    /// <summary>The optimizer of the phase under way; null before the first phase.</summary>
    public Optimizer? Optimizer { get; internal set; }

    /// <summary>The batch under way.</summary>
    public Batch Batch { get; private set; } = null!;

    /// <summary>The loss of the batch under way, a scalar with its graph, from <see cref="Callback.OnLoss"/> on.</summary>
    public Tensor Loss { get; private set; } = null!;

    /// <summary>Figures of the epoch under way, by name; a callback may add its own in <see cref="Callback.OnValidationEnd"/>.</summary>
    public IDictionary<string, double> Figures { get; private set; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Mean loss over the validation set, from <see cref="Callback.OnValidationEnd"/> on.</summary>
    public double ValidLoss { get; private set; } = double.NaN;

    /// <summary>Why the run ends; null while it goes on.</summary>
    public RunEnd? End { get; private set; }

    /// <summary>The averaged model; null without SWA.</summary>
    public StochasticWeightAverage? Swa => _swa?.Average;

    /// <summary>Puts another batch in the place of the one under way, in <see cref="Callback.OnBatchBegin"/>; the run owns it then.</summary>
    public void ReplaceBatch(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Batch.Dispose();
        Batch = batch;
    }

    /// <summary>Ends the run after the batch, or the epoch, under way.</summary>
    public void EndEarly() => End ??= RunEnd.EndedEarly;

    internal RunEnd Train()
    {
        _keeper.Resume();
        Notify(callback => callback.OnTrainBegin(this));
        foreach (var epoch in Plan.Epochs.Skip(History.Epochs.Count).TakeWhile(_ => End is null))
            TrainEpoch(epoch);
        if (End is not RunEnd.Diverged)
            _keeper.Save();
        // Not kept: an uninterrupted run would measure the statistics later, on other batches.
        if (End is RunEnd.Stopped or RunEnd.EndedEarly && Epoch is not null)
            _swa?.Refresh(Epoch, Data);
        Notify(callback => callback.OnTrainEnd(this));
        return End ?? RunEnd.Finished;
    }

    private void TrainEpoch(EpochSpan epoch)
    {
        Epoch = epoch;
        var clock = Stopwatch.StartNew();
        if (Position == epoch.First)
            BeginEpoch();
        var done = Position - epoch.First;
        Network.train();
        foreach (var batch in Data.Training.Read(epoch.Number - 1, done).Take(epoch.Batches - done))
        {
            TrainBatch(batch);
            if (Position < epoch.First + epoch.Batches && IsInterrupted())
                return;
        }
        if (End is null)
            EndEpoch(clock);
    }

    private void TrainBatch(Batch batch)
    {
        using var scope = NewDisposeScope();
        Batch = _learner.ToDevice(batch);
        try
        {
            Settings = Plan.At(Position);
            EnterPhase();
            Notify(callback => callback.OnBatchBegin(this));
            Loss = _learner.Objective.TrainingLoss(Batch);
            Notify(callback => callback.OnLoss(this));
            (_options.Accumulation > 1 ? Loss / BatchesOfStep() : Loss).backward();
            Record(Loss.item<float>());
            Position++;
            if (End is not RunEnd.Diverged && IsBetweenSteps)
                TakeStep();
            Notify(callback => callback.OnBatchEnd(this));
        }
        finally
        {
            Batch.Dispose();
        }
    }

    private void TakeStep()
    {
        Notify(callback => callback.OnGradients(this));
        Optimizer!.Step(Settings.Step);
        Network.zero_grad();
        Notify(callback => callback.OnStepEnd(this));
    }

    private void EndEpoch(Stopwatch clock)
    {
        _swa?.EndEpoch(Epoch);
        Notify(callback => callback.OnValidationBegin(this));
        var (validLoss, metrics) = _learner.Validate(Data.Validation);
        (ValidLoss, Figures) = (validLoss, new Dictionary<string, double>(metrics, StringComparer.Ordinal));
        Notify(callback => callback.OnValidationEnd(this));
        var swa = _swa?.Evaluate(Epoch, Data, isLast: Epoch.Number == Plan.Epochs.Count) ?? Evaluation.None;
        History.Epochs.Add(new(Epoch.Number, Position, _loss.EpochMean, ValidLoss, new ReadOnlyDictionary<string, double>(Figures), clock.Elapsed.TotalSeconds)
        {
            SwaLoss = swa.Loss,
            SwaMetrics = swa.Metrics,
        });
        Notify(callback => callback.OnEpochEnd(this));
        ReturnMemory();
        IsInterrupted();
    }

    private void BeginEpoch()
    {
        _loss.BeginEpoch();
        _swa?.BeginEpoch(Epoch);
        Notify(callback => callback.OnEpochBegin(this));
    }

    // The optimizer lives on from phase to phase as long as its kind does.
    private void EnterPhase()
    {
        var (index, first) = (Settings.Phase, Plan.Phases[Settings.Phase].First);
        if (Position != first && Optimizer is not null)
            return;
        var kind = Plan.Phases[index].Phase.Optimizer;
        if (Optimizer is null || Plan.Phases[index - 1].Phase.Optimizer.Name != kind.Name)
        {
            Optimizer?.Dispose();
            Optimizer = kind.Create(_learner.Groups);
            _keeper.RestoreOptimizer(kind.Name);
        }
        Notify(callback => callback.OnPhaseBegin(this));
    }

    private void Record(double loss)
    {
        _loss.Add(loss, Batch.Size);
        _samples += Batch.Size;
        History.Batches.Add(new(Position, Settings.LearningRate, Settings.Step.Momentum, loss, _loss.Smoothed));
        _options.Progress?.Report(new(Position + 1, Plan.Batches, Epoch.Number, Plan.Epochs.Count, _loss.Smoothed, _samples));
        if (_options.StopOnDivergence && _loss.HasDiverged)
            End = RunEnd.Diverged;
        else if (!double.IsFinite(loss))
            throw new TrainingException(
                $"The loss is not a number at batch {Position + 1} (epoch {Epoch.Number}, learning rate {Settings.LearningRate:G4}): lower the learning rate, or look for broken values in the data.");
    }

    // Left to themselves, the collector lets the small objects of many epochs pile up, and the native heap its holes.
    private static void ReturnMemory()
    {
        GC.Collect(1);
        NativeHeap.Trim();
    }

    // Between steps the state is whole: no gradients wait to be used.
    private bool IsInterrupted()
    {
        if (!IsBetweenSteps)
            return End is RunEnd.Diverged;
        if (_stop.IsCancellationRequested)
            End ??= RunEnd.Stopped;
        if (End is null)
            _keeper.SaveIfDue();
        return End is not null;
    }

    private bool IsBetweenSteps => (Position - Epoch.First) % _options.Accumulation == 0 || Position == Epoch.First + Epoch.Batches;

    private int BatchesOfStep()
    {
        var first = (Position - Epoch.First) / _options.Accumulation * _options.Accumulation;
        return Math.Min(_options.Accumulation, Epoch.Batches - first);
    }

    private void Notify(Action<Callback> action)
    {
        foreach (var callback in _learner.Options.Callbacks)
            action(callback);
    }
}
