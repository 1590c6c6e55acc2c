using System.Collections.ObjectModel;
using System.Diagnostics;
using Atelier.Core;
using Atelier.Data;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The training loop: takes a run through its epochs, and tells callbacks about every event.</summary>
internal sealed class TrainingLoop(
    TrainingRun run, Evaluator evaluator, IReadOnlyList<Callback> callbacks, FitOptions options, RunCheckpoints checkpoints, LossAverage loss, CancellationToken stop)
{
    private long _samples;
    private int _phase = -1;

    private bool IsBetweenSteps => (run.Position - run.Span!.First) % options.Accumulation == 0 || run.Position == run.Span!.First + run.Span!.Batches;

    public RunEnd Train()
    {
        checkpoints.Begin();
        using var norms = new BatchNormGuard(run.Network);
        foreach (var epoch in run.Plan.Epochs.Skip(run.History.Epochs.Count).TakeWhile(_ => run.End is null))
            TrainEpoch(epoch, norms);
        if (run.End is not RunEnd.Diverged)
            checkpoints.Save();
        Notify(callback => callback.OnTrainEnd(run));
        return run.End ?? RunEnd.Finished;
    }

    private void TrainEpoch(EpochSpan epoch, BatchNormGuard norms)
    {
        run.Span = epoch;
        var clock = Stopwatch.StartNew();
        if (run.Position == epoch.First)
        {
            loss.BeginEpoch();
            Notify(callback => callback.OnEpochBegin(run));
        }
        var done = run.Position - epoch.First;
        norms.Train();
        foreach (var batch in run.Data.Training.Read(epoch.Number - 1, done).Take(epoch.Batches - done))
        {
            TrainBatch(batch);
            if (run.Position < epoch.First + epoch.Batches && IsInterrupted())
                return;
        }
        if (run.End is null)
            EndEpoch(clock);
    }

    private void TrainBatch(Batch batch)
    {
        using var scope = NewDisposeScope();
        run.Batch = evaluator.ToDevice(batch);
        try
        {
            run.Settings = run.Plan.At(run.Position);
            EnterPhase();
            Notify(callback => callback.OnBatchBegin(run));
            run.Loss = evaluator.Objective.TrainingLoss(run.Batch);
            Notify(callback => callback.OnLoss(run));
            (options.Accumulation > 1 ? run.Loss / Number(BatchesOfStep()) : run.Loss).backward();
            Record(run.Loss.item<float>());
            run.Position++;
            if (run.End is not RunEnd.Diverged && IsBetweenSteps)
                TakeStep();
            Notify(callback => callback.OnBatchEnd(run));
        }
        finally
        {
            run.Batch.Dispose();
        }
    }

    private void TakeStep()
    {
        Notify(callback => callback.OnGradients(run));
        run.Optimizer!.Step(run.Settings.Step);
        run.Network.zero_grad();
        Notify(callback => callback.OnStepEnd(run));
    }

    private void EndEpoch(Stopwatch clock)
    {
        Notify(callback => callback.OnValidationBegin(run));
        var (validLoss, metrics) = run.Validate();
        CheckNumbers(validLoss);
        (run.ValidLoss, run.Figures) = (validLoss, new Dictionary<string, double>(metrics, StringComparer.Ordinal));
        Notify(callback => callback.OnValidationEnd(run));
        run.History.Epochs.Add(new(
            run.Epoch, run.Position, loss.EpochMean, run.ValidLoss, new ReadOnlyDictionary<string, double>(run.Figures), clock.Elapsed.TotalSeconds));
        Notify(callback => callback.OnEpochEnd(run));
        ReturnMemory();
        IsInterrupted();
    }

    // A loss of training may still be a number when the weights or the statistics of batch norm, which only validation uses, are not.
    private void CheckNumbers(double validLoss)
    {
        if (run.End is RunEnd.Diverged)
            return;
        var broken = NotNumbers.FirstIn(run.Network);
        if (broken is null && (double.IsFinite(validLoss) || !run.IsValidated))
            return;
        if (options.StopOnDivergence)
            run.End = RunEnd.Diverged;
        else
            throw new TrainingException(broken is null
                ? $"The validation loss is not a number after epoch {run.Epoch}: lower the learning rate, or check the validation data for invalid values."
                : $"The network's {broken} is not a number after epoch {run.Epoch}: lower the learning rate, or check the data for invalid values.");
    }

    // The optimizer is kept from phase to phase as long as its name is the same; epsilon and Nesterov come with each step.
    private void EnterPhase()
    {
        if (run.Settings.Phase == _phase)
            return;
        _phase = run.Settings.Phase;
        var kind = run.Phase.Optimizer;
        if (run.Optimizer is null || run.Plan.Phases[run.Plan.PhaseOf(run.Position - 1)].Phase.Optimizer.Name != kind.Name)
        {
            run.Optimizer?.Dispose();
            run.Optimizer = kind.Create(run.Groups);
        }
        Notify(callback => callback.OnPhaseBegin(run));
    }

    private void Record(double batchLoss)
    {
        loss.Add(batchLoss, run.Batch.Size);
        _samples += run.Batch.Size;
        run.History.Batches.Add(new(run.Position, run.Settings.LearningRate, run.Settings.Step.Momentum, batchLoss, loss.Smoothed));
        options.Progress?.Report(new(run.Position + 1, run.Batches, run.Epoch, run.Epochs, loss.Smoothed, _samples));
        if (options.StopOnDivergence && loss.HasDiverged)
            run.End = RunEnd.Diverged;
        else if (!double.IsFinite(batchLoss))
            throw new TrainingException(
                $"The loss is not a number at batch {run.Position + 1} (epoch {run.Epoch}, learning rate {run.Settings.LearningRate:G4}): lower the learning rate, or check the data for invalid values.");
    }

    // Otherwise the garbage collector lets the small objects of many epochs pile up, and the native heap fragments.
    private static void ReturnMemory()
    {
        GC.Collect(1);
        NativeTorch.TrimMemory();
    }

    // Between steps the state is complete: no gradients are waiting to be used.
    private bool IsInterrupted()
    {
        if (!IsBetweenSteps)
            return run.End is RunEnd.Diverged;
        if (stop.IsCancellationRequested)
            run.End ??= RunEnd.Stopped;
        if (run.End is null)
            checkpoints.SaveIfDue();
        return run.End is not null;
    }

    private int BatchesOfStep()
    {
        var first = (run.Position - run.Span!.First) / options.Accumulation * options.Accumulation;
        return Math.Min(options.Accumulation, run.Span!.Batches - first);
    }

    private void Notify(Action<Callback> action)
    {
        foreach (var callback in callbacks)
            action(callback);
    }
}
