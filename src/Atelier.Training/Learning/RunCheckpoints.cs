using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// Keeps a run's whole state, and takes it up again: weights, optimizer, position, random state, averages, history, callbacks.
/// The order of the data needs no keeping: it is a function of seed and epoch.
/// </summary>
internal sealed class RunCheckpoints(TrainingRun run, Learner learner, FitOptions options, RunSwa? swa, LossAverage loss)
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly CheckpointStore? _store = options.Checkpoints is { } checkpoints ? new(checkpoints.Folder, checkpoints.OnDamaged) : null;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private StateDict? _optimizer;
    private string? _optimizerName;
    private int _savedAt = -1;

    /// <summary>Takes up the newest sound checkpoint, if there is one.</summary>
    public void Resume()
    {
        using var state = _store?.ReadNewest();
        if (state is null)
            return;
        if (state.Metadata.GetValueOrDefault("plan") != Plan())
            throw new CheckpointException($"{options.Checkpoints!.Folder}: the checkpoints are of other phases or other data; resume with the same, or begin in another folder.");
        using (var network = Part(state, "network."))
            network.LoadInto(learner.Network, options.Checkpoints!.Folder);
        using (var average = Part(state, "swa."))
            if (average.Count > 0)
                swa?.Average.Load(average, learner.Network);
        foreach (var (index, callback) in learner.Options.Callbacks.Index())
            using (var own = Part(state, $"callback.{index}."))
                callback.Load(own);
        set_rng_state(state["random"]);
        loss.Load(state["loss"]);
        LoadHistory(state);
        _optimizerName = state.Metadata.GetValueOrDefault("optimizer");
        _optimizer = Part(state, "optimizer.");
        _savedAt = run.Position;
    }

    /// <summary>Puts the kept state into the run's optimizer, once, if it is of the kind that was kept.</summary>
    public void RestoreOptimizer(string name)
    {
        using var state = _optimizer;
        _optimizer = null;
        if (state is not null && name == _optimizerName)
            run.Optimizer!.Load(state);
    }

    /// <summary>Keeps the state, if the last time is long ago.</summary>
    public void SaveIfDue()
    {
        if (options.Checkpoints is { } checkpoints && _sinceLast.Elapsed >= checkpoints.Every)
            Save();
    }

    /// <summary>Keeps the state.</summary>
    public void Save()
    {
        if (_store is null || run.Position == _savedAt)
            return;
        using var scope = NewDisposeScope();
        _store.Write(run.Position, State(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = "atelier training run",
            ["plan"] = Plan(),
            ["optimizer"] = run.Optimizer is null ? "" : run.Plan.Phases[run.Settings.Phase].Phase.Optimizer.Name,
            ["epochs"] = JsonSerializer.Serialize(run.History.Epochs, Numbers),
            ["swa.stale"] = swa?.IsStale is true ? "yes" : "no",
        });
        _sinceLast.Restart();
        _savedAt = run.Position;
    }

    private string Plan() => PlanDigest.Compute(run.Plan, phase => learner.DataOf(phase).Training.SamplingDigest);

    private List<KeyValuePair<string, Tensor>> State()
    {
        List<KeyValuePair<string, Tensor>> state = [new("random", get_rng_state()), new("loss", loss.Save()), new("batches", SaveBatches())];
        state.AddRange(Named("network.", learner.Network.state_dict()));
        if (run.Optimizer is { } optimizer)
            state.AddRange(Named("optimizer.", Owned(optimizer.Save())));
        if (swa is { Average.Models: > 0 })
            state.AddRange(Named("swa.", Owned(swa.Average.Save())));
        foreach (var (index, callback) in learner.Options.Callbacks.Index())
            state.AddRange(Named($"callback.{index}.", callback.Save()));
        return state;
    }

    private Tensor SaveBatches()
    {
        double[] numbers = [.. run.History.Batches.SelectMany(b => (double[])[b.LearningRate, b.Momentum, b.Loss, b.SmoothedLoss])];
        return tensor(numbers, [run.History.Batches.Count, 4], float64);
    }

    private void LoadHistory(StateDict state)
    {
        var numbers = state["batches"].data<double>().ToArray();
        run.Position = numbers.Length / 4;
        var batches = new List<BatchRecord>(run.Position);
        for (var i = 0; i < run.Position; i++)
            batches.Add(new(i, numbers[4 * i], numbers[4 * i + 1], numbers[4 * i + 2], numbers[4 * i + 3]));
        var epochs = JsonSerializer.Deserialize<List<EpochRecord>>(state.Metadata["epochs"], Numbers)!;
        run.History = new() { Phases = run.History.Phases, Batches = batches, Epochs = epochs };
        if (swa is not null)
            swa.IsStale = state.Metadata.GetValueOrDefault("swa.stale") == "yes";
    }

    // Aliases live in the scope that is open, and keep the memory when the state dict is gone.
    private static KeyValuePair<string, Tensor>[] Owned(StateDict state)
    {
        using (state)
            return [.. state.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.alias()))];
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value));

    private static StateDict Part(StateDict state, string prefix)
    {
        using var scope = NewDisposeScope();
        return new(state
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value.alias())));
    }
}
