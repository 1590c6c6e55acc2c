using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Trains what a description says into a folder, starting from the folder's last checkpoint.</summary>
/// <param name="folder">Where everything is written.</param>
/// <param name="description">What to train; written to the folder with the state of the run.</param>
/// <param name="data">The images.</param>
/// <param name="network">[N,3,H,W] to logits [N,C]; it remains the caller's.</param>
internal sealed class TrainingJob(RunFolder folder, RunDescription description, RunData data, nn.Module<Tensor, Tensor> network)
{
    private readonly TrainOptions _options = description.Options;
    private readonly SaveBest? _best = data.Data.Validation is null ? null : new(folder.BestModel);

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>Told about every event, after the job's own callbacks.</summary>
    public required IReadOnlyList<Callback> Callbacks { get; init; }

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Told about damage that was skipped, a sentence each; null for nobody.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Trains: see <see cref="TrainRun.Train"/>.</summary>
    public RunReport Train(CancellationToken stop)
    {
        ChannelsLast.Convert(network);
        var throughput = new Throughput();
        using var ema = _options.Ema > 0 ? new ExponentialAveraging(_options.Ema) : null;
        using var swa = Swa();
        using var learner = new Learner(RunNetwork.ObjectiveOf(network, new CrossEntropy { LabelSmoothing = _options.LabelSmoothing }), data.Data, new()
        {
            Metrics = [.. _options.Metrics.Select(Metric.Named)],
            Callbacks = [.. OwnCallbacks(throughput, swa, ema), .. Callbacks],
            LayerGroups = RunNetwork.LayerGroupsOf(network),
            Device = Device,
        });
        if (_options.Freeze)
            learner.Freeze();
        WriteState(new(), RunState.Running);
        try
        {
            var end = learner.FitPhases(_options.Recipe.Phases, FitOptions(), stop);
            WriteModels(learner, swa, ema);
            var predictions = Predict(learner);
            new RunPictures(folder, data).Draw(learner, swa, predictions);
            if (end is not RunEnd.Stopped)
                WriteCard(learner, predictions);
            WriteState(learner.History, end switch { RunEnd.Stopped => RunState.Stopped, RunEnd.EndedEarly => RunState.EndedEarly, _ => RunState.Finished });
            return new(end, learner.History, throughput.SamplesPerSecond, throughput.WaitedShare, data.Data.Training.Corrupt);
        }
        catch (TrainingException)
        {
            Fail(learner.History);
            learner.History.PlotLoss(Path.Combine(folder.Plots, "loss.png"));
            throw;
        }
        catch
        {
            Fail(learner.History);
            throw;
        }
    }

    private FitOptions FitOptions() => new()
    {
        Accumulation = _options.Accumulation,
        Progress = Progress,
        CheckpointFolder = folder.Checkpoints,
        CheckpointEvery = TimeSpan.FromSeconds(_options.CheckpointEvery),
        OnDamagedCheckpoint = OnWarning,
    };

    private StochasticWeightAveraging? Swa() => _options.SwaStart is not { } start ? null : new()
    {
        Start = start,
        EvaluationFrequency = _options.SwaEvaluationFrequency,
        CycleLength = _options.SwaCycleLength,
        Count = _options.SwaCount,
    };

    private IEnumerable<Callback> OwnCallbacks(Throughput throughput, StochasticWeightAveraging? swa, ExponentialAveraging? ema)
    {
        yield return throughput;
        if (_options.Mixup > 0)
            yield return new MixupBatches(data.Images.Classes.Count, _options.Mixup, _options.Compute.Seed);
        if (_options.ClipNorm > 0)
            yield return new GradientClipping(_options.ClipNorm);
        if (ema is not null)
            yield return ema;
        if (swa is not null)
            yield return swa;
        if (_best is not null)
            yield return _best;
        if (_options.EarlyStopping > 0)
            yield return new EarlyStopping { Patience = _options.EarlyStopping };
        yield return RunLog.Csv(folder.Epochs);
        yield return RunLog.JsonLines(folder.Log);
        if (_options.TensorBoard)
            yield return RunLog.TensorBoard(folder.TensorBoard);
    }

    private void WriteModels(Learner learner, StochasticWeightAveraging? swa, ExponentialAveraging? ema)
    {
        learner.SaveWeights(folder.Model);
        if (swa is { HasAverage: true })
            learner.SaveWeights(folder.SwaModel, swa);
        if (ema is { HasAverage: true })
            learner.SaveWeights(folder.EmaModel, ema);
    }

    private IReadOnlyList<SamplePrediction> Predict(Learner learner)
    {
        if (data.Data.Validation is null)
            return [];
        using var predictions = learner.Predict();
        return predictions.BySample();
    }

    // What the author said or wrote on an earlier card is kept.
    private void WriteCard(Learner learner, IReadOnlyList<SamplePrediction> predictions)
    {
        var file = ModelCardFile.Of(folder);
        if (file.IsEdited)
            return;
        var metrics = learner.History.Epochs.LastOrDefault()?.Metrics.Where(metric => double.IsFinite(metric.Value)) ?? [];
        var results = new CardResults(
            metrics.ToDictionary(StringComparer.Ordinal),
            CardGroup.Count(data.Images, [.. predictions.Select(prediction => (data.Split.Validation[prediction.Sample], prediction.Predicted))]));
        var draft = CardDraft.Create(folder, Described(learner.History), _options.Recipe, data, NetworkSummary.CountParameters(network), results);
        file.Write(draft with { Statements = file.Read()?.Statements ?? new() });
    }

    // The cause matters more than a disk that is full.
    private void Fail(RunHistory history)
    {
        try
        {
            WriteState(history, RunState.Failed);
        }
        catch (FileAccessException)
        {
        }
    }

    private void WriteState(RunHistory history, RunState state) => folder.Write(Described(history) with { State = state });

    // With the image sizes that the models have come to.
    private RunDescription Described(RunHistory history) => history.Batches.Count == 0 ? description : description with
    {
        ImageSize = SizeAt(history, history.Batches.Count),
        BestImageSize = _best is { Epoch: > 0 and var epoch } ? SizeAt(history, history.Epochs[epoch - 1].Batches) : null,
    };

    private int SizeAt(RunHistory history, int batches) => history.Phases.Last(phase => phase.First < batches).ImageSize ?? _options.ImageSize!.Value;
}
