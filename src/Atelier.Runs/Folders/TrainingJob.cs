using Atelier.Core;
using Atelier.Data;
using Atelier.Kernels;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Trains what a description and a recipe say, into a folder; goes on where the folder's checkpoints are.</summary>
/// <param name="folder">Where everything is written.</param>
/// <param name="description">What to train; written to the folder, with how it stands.</param>
/// <param name="recipe">The phases.</param>
/// <param name="data">What to learn.</param>
/// <param name="network">[N,3,H,W] to logits [N,C]; it stays the caller's.</param>
/// <param name="groups">Its layer groups.</param>
public sealed class TrainingJob(
    RunFolder folder, RunDescription description, Recipe recipe, RunData data, nn.Module<Tensor, Tensor> network, IReadOnlyList<IReadOnlyList<nn.Module>> groups)
{
    /// <summary>Where to compute; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Auxiliary heads of the network, which are trained too; null, the default, where it has none.</summary>
    public AuxiliaryScores? Auxiliary { get; init; }

    /// <summary>Told of every event, after the job's own callbacks; none by default.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Told of damage that was passed over, a sentence each; null for nobody.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Trains. Recipe, logs, models, plots and checkpoints are in the folder afterwards, also if it was stopped; at its end, a draft of a model card too.</summary>
    /// <param name="stop">Ends the run after the step under way.</param>
    /// <exception cref="TrainingException">The loss is not a number; logs and plots of the way there are written.</exception>
    /// <exception cref="RecipeException">The recipe does not fit the network or the data.</exception>
    public RunReport Train(CancellationToken stop = default)
    {
        ChannelsLast.Convert(network);
        var throughput = new Throughput();
        using var ema = description.Ema > 0 ? new ExponentialAveraging(description.Ema) : null;
        using var learner = new Learner(Classification.For(network, Auxiliary, new CrossEntropy { LabelSmoothing = description.LabelSmoothing }), data.Data, new()
        {
            Metrics = RunMetrics.Create(description.Metrics),
            Callbacks = [.. OwnCallbacks(throughput, ema), .. Callbacks],
            LayerGroups = groups,
            Device = Device,
        });
        if (description.Freeze)
            learner.Freeze();
        WriteState(RunState.Running);
        try
        {
            var end = learner.FitPhases(recipe.Phases, FitOptions(), stop);
            WriteModels(learner, ema);
            var verdicts = Judge(learner);
            new RunPictures(folder, data).Draw(learner, verdicts);
            if (end is not RunEnd.Stopped)
                WriteCard(learner, verdicts);
            WriteState(end switch { RunEnd.Stopped => RunState.Stopped, RunEnd.EndedEarly => RunState.EndedEarly, _ => RunState.Finished });
            return new(end, learner.History, throughput.SamplesPerSecond, throughput.WaitedShare, (data.Data.Training as ImageBatches)?.Corrupt ?? []);
        }
        catch (TrainingException)
        {
            learner.History.PlotLoss(Path.Combine(folder.Plots, "loss.png"));
            WriteState(RunState.Failed);
            throw;
        }
    }

    private FitOptions FitOptions() => new()
    {
        UseSwa = description.SwaStart is not null,
        SwaStart = description.SwaStart ?? 1,
        SwaEvaluationFrequency = description.SwaEvaluationFrequency,
        SwaCycleLength = description.SwaCycleLength,
        SwaCount = description.SwaCount,
        Accumulation = description.Accumulation,
        Progress = Progress,
        Checkpoints = new(folder.Checkpoints) { Every = TimeSpan.FromSeconds(description.CheckpointEvery), OnDamaged = OnWarning },
    };

    // A checkpoint keeps callbacks by their place, so the list depends on the description alone.
    private IEnumerable<Callback> OwnCallbacks(Throughput throughput, ExponentialAveraging? ema)
    {
        yield return throughput;
        if (description.Mixup > 0)
            yield return new MixupBatches(data.Images.Classes.Count, description.Mixup, description.Seed);
        if (description.ClipNorm > 0)
            yield return new GradientClipping(description.ClipNorm);
        if (ema is not null)
            yield return ema;
        if (data.Data.Validation is not null)
            yield return new SaveBest(folder.BestModel);
        if (description.EarlyStopping > 0)
            yield return new EarlyStopping { Patience = description.EarlyStopping };
        yield return new CsvLog(folder.Epochs);
        yield return new JsonLinesLog(folder.Log);
        if (description.TensorBoard)
            yield return new TensorBoardLog(folder.TensorBoard);
    }

    private void WriteModels(Learner learner, ExponentialAveraging? ema)
    {
        learner.SaveWeights(folder.Model);
        if (learner.Swa is { Models: > 0 })
            learner.SaveWeights(folder.SwaModel, useSwa: true);
        if (ema?.Average is not { } average)
            return;
        using var swap = average.ApplyTo(network);
        Safetensors.Write(folder.EmaModel, network.state_dict(), seal: true);
    }

    private IReadOnlyList<SampleVerdict> Judge(Learner learner)
    {
        if (data.Data.Validation is null)
            return [];
        using var predictions = learner.Predict();
        return predictions.Verdicts();
    }

    // What the author has said or written on an earlier card stays.
    private void WriteCard(Learner learner, IReadOnlyList<SampleVerdict> verdicts)
    {
        if (folder.Card.IsEdited)
            return;
        var metrics = learner.History.Epochs.LastOrDefault()?.Metrics.Where(metric => double.IsFinite(metric.Value)) ?? [];
        var results = new CardResults(
            metrics.ToDictionary(StringComparer.Ordinal),
            CardGroup.Count(data.Images, [.. verdicts.Select(verdict => (data.Split.Validation[verdict.Sample], verdict.Predicted))]));
        folder.Card.Write(CardDraft.Create(folder, description, recipe, data, network.parameters().Sum(parameter => parameter.numel()), results) with { Statements = folder.Card.Read()?.Statements ?? new() });
    }

    private void WriteState(RunState state) => folder.Write(description with { State = state });
}
