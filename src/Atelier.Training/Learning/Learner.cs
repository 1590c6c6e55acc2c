using Atelier.Core;
using Atelier.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// Brings a network, data and phases together: trains, validates, predicts. Not safe for concurrent use.
/// </summary>
/// <example><code>
/// var learner = new Learner(network, data, new() { Metrics = [Metric.Accuracy()] });
/// learner.FitPhases(TrainingPhases.OneCycle(learningRate: 1e-2, length: 5));
/// learner.History.PlotLearningRate("lr.png");
/// </code></example>
public sealed class Learner : IDisposable
{
    private readonly Dictionary<(TrainingData Data, int Size), TrainingData> _resized = [];
    private readonly Evaluator _evaluator;
    private TrainingData? _latest;

    /// <param name="network">[N,...] to logits [N,C]; it remains the caller's, and is moved to the device.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">Metrics, callbacks, layer groups and device; the defaults if null.</param>
    public Learner(nn.Module<Tensor, Tensor> network, TrainingData data, LearnerOptions? options = null)
        : this(Objective.Classification(network), data, options)
    {
    }

    /// <param name="objective">The network and how it is evaluated.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">Metrics, callbacks, layer groups and device; the defaults if null.</param>
    public Learner(Objective objective, TrainingData data, LearnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(data);
        (Objective, Data, Options) = (objective, data, options ?? new());
        Network.to(Options.Device);
        Groups = LayerGroups.Resolve(Network, Options.LayerGroups);
        _evaluator = new(objective, Options.Metrics, Options.Device);
    }

    /// <summary>The network and how it is evaluated.</summary>
    public Objective Objective { get; }

    /// <summary>The network.</summary>
    public nn.Module Network => Objective.Network;

    /// <summary>What is learned from, unless a phase has data of its own.</summary>
    public TrainingData Data { get; }

    /// <summary>What the learner was created with.</summary>
    public LearnerOptions Options { get; }

    /// <summary>The parameters by layer group.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups { get; }

    /// <summary>What happened in the latest run; empty before the first.</summary>
    public RunHistory History { get; private set; } = new();

    /// <summary>Trains phase after phase.</summary>
    /// <param name="phases">What to do, at least one.</param>
    /// <param name="options">Callbacks, checkpoints, progress.</param>
    /// <param name="stop">Ends the run after the current batch, with a checkpoint if there is a folder for one.</param>
    /// <returns>Why it ended; the figures are in <see cref="History"/>.</returns>
    /// <exception cref="RecipeException">The phases cannot be trained.</exception>
    /// <exception cref="TrainingException">The loss is not a number.</exception>
    public RunEnd FitPhases(IReadOnlyList<TrainingPhase> phases, FitOptions? options = null, CancellationToken stop = default)
    {
        options ??= new();
        var plan = Plan(phases);
        var run = new TrainingRun(_evaluator, Data, DataOf, Groups, plan);
        var loss = new LossAverage();
        Callback[] callbacks = [.. Options.Callbacks, .. options.Callbacks];
        var state = new RunState(run, loss, callbacks, new(() => new(run, Objective, callbacks, options.Accumulation)));
        History = run.History;
        try
        {
            return new TrainingLoop(run, _evaluator, callbacks, options, new(options, state), loss, stop).Train();
        }
        finally
        {
            _latest = run.Span is null ? null : run.Data;
            run.Optimizer?.Dispose();
            Network.zero_grad();
            Network.eval();
        }
    }

    /// <summary>
    /// Trains with higher and higher learning rates until the loss diverges, and suggests rates. Afterward, the network, the random
    /// state and the history are what they were before.
    /// </summary>
    /// <param name="options">The range of rates; from 1e-5 to 10 over 100 batches by default.</param>
    /// <param name="stop">Ends the sweep; what it has so far is used.</param>
    public LearningRateSweep FindLearningRate(LearningRateSweepOptions? options = null, CancellationToken stop = default)
    {
        options ??= new();
        using var random = get_rng_state();
        using var before = new StateDict([.. Network.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach().clone()))]);
        using var scratch = new Learner(Objective, Data with { Validation = null }, Options with { Callbacks = [], Metrics = [] });
        try
        {
            TrainingPhase sweep = new()
            {
                Epochs = (double)options.Batches / Data.Training.BatchesPerEpoch,
                Optimizer = options.Optimizer,
                LearningRate = (options.Start, options.End),
                LearningRateDecay = Decay.Exponential,
            };
            scratch.FitPhases([sweep], new() { StopOnDivergence = true, Progress = options.Progress }, stop);
            return LearningRateSweep.FromHistory(scratch.History);
        }
        finally
        {
            before.LoadInto(Network, "the network before the sweep");
            set_rng_state(random);
        }
    }

    /// <summary>Trains only the layer groups from this one on; the earlier ones keep their weights and the statistics of their batch norm.</summary>
    /// <param name="group">The first group to train, 0-based; -1 for the last alone.</param>
    public void FreezeTo(int group)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Groups.Count);
        var first = group < 0 ? Groups.Count + group : group;
        ArgumentOutOfRangeException.ThrowIfNegative(first, nameof(group));
        foreach (var (index, parameters) in Groups.Index())
            foreach (var parameter in parameters)
                parameter.requires_grad = index >= first;
    }

    /// <summary>Trains only the last layer group: the head of a network that is already trained.</summary>
    public void Freeze() => FreezeTo(-1);

    /// <summary>Trains everything.</summary>
    public void Unfreeze() => FreezeTo(0);

    /// <summary>Loss and metrics of the network over a data set, in evaluation mode.</summary>
    /// <param name="source">The data; null for the validation set of the latest phase trained, at its image size, or else the learner's.</param>
    /// <returns>NaN and no metrics if there is nothing to validate on.</returns>
    public Evaluation Validate(IBatchSource? source = null) => _evaluator.Validate(source ?? Validation);

    /// <summary>The network's outputs for every sample, in order of the source.</summary>
    /// <param name="source">The data; null for the validation set of the latest phase trained, at its image size, or else the learner's.</param>
    /// <param name="average">The averaging whose model predicts; null, the default, for the last weights.</param>
    /// <exception cref="InvalidOperationException">There is no such data, or nothing has been averaged yet.</exception>
    public Predictions Predict(IBatchSource? source = null, WeightAveraging? average = null)
    {
        using var swap = average?.ApplyTo(Network);
        return _evaluator.Predict(source ?? Validation ?? throw new InvalidOperationException("There is no validation set: name the data to predict."));
    }

    /// <summary>Writes the network's weights as .safetensors under PyTorch's names.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="average">The averaging whose model to write; null, the default, for the last weights.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="InvalidOperationException">Nothing has been averaged yet.</exception>
    public void SaveWeights(string path, WeightAveraging? average = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var swap = average?.ApplyTo(Network);
        WeightFile.Write(path, Network.state_dict(), metadata, seal: true);
    }

    /// <summary>Frees the averages that its callbacks keep, but not the network.</summary>
    public void Dispose()
    {
        foreach (var average in Options.Callbacks.OfType<WeightAveraging>())
            average.Dispose();
    }

    private IBatchSource? Validation => _latest?.Validation ?? Data.Validation;

    /// <summary>The phases laid out for this network and this data. Nothing is trained.</summary>
    /// <exception cref="RecipeException">The phases cannot be trained.</exception>
    internal TrainingPlan Plan(IReadOnlyList<TrainingPhase> phases) =>
        new(phases, phase => DataOf(phase).Training.BatchesPerEpoch, Groups.Count);

    private TrainingData DataOf(TrainingPhase phase)
    {
        var data = phase.Data ?? Data;
        if (phase.ImageSize is not { } size)
            return data;
        return data.Resize is { } resize
            ? _resized.TryGetValue((data, size), out var known) ? known : _resized[(data, size)] = resize(size)
            : throw new RecipeException($"A phase asks for images of {size} pixels, but this data cannot be resized: leave out the image size.");
    }
}
