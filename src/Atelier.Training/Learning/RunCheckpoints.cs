using System.Diagnostics;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Starts a run, from its newest checkpoint if there is one, and saves it from time to time.</summary>
internal sealed class RunCheckpoints(FitOptions options, RunState state)
{
    private static readonly CheckpointFormat Format = new("training run", Layout: 2);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private int _savedAt = -1;

    public void Begin()
    {
        using var saved = options.CheckpointFolder is { } folder ? Format.ReadNewest(folder, options.OnDamagedCheckpoint) : null;
        if (saved is null)
        {
            state.Begin();
            return;
        }
        saved.LoadInto(state);
        _savedAt = state.Position;
    }

    /// <summary>Saves the run if it is time to.</summary>
    public void SaveIfDue()
    {
        if (_sinceLast.Elapsed >= options.CheckpointEvery)
            Save();
    }

    public void Save()
    {
        if (options.CheckpointFolder is not { } folder || state.Position == _savedAt)
            return;
        Format.WriteNext(folder, state.Position, state);
        _sinceLast.Restart();
        _savedAt = state.Position;
    }
}

/// <summary>
/// Everything that a run's future depends on: weights, optimizer, position, random state, history, callbacks. The order of the data
/// does not need to be saved: it is a function of seed and epoch.
/// </summary>
internal sealed class RunState(TrainingRun run, LossAverage loss, IReadOnlyList<Callback> callbacks, string plan) : IStateful
{
    public int Position => run.Position;

    /// <summary>Tells the callbacks that the run begins. A resumed run has its history and weights by then.</summary>
    public void Begin()
    {
        foreach (var callback in callbacks)
            callback.OnTrainBegin(run);
    }

    public void Save(StateWriter to)
    {
        using var random = get_rng_state();
        to.Write("plan", plan);
        to.Write("position", run.Position);
        to.Write("random", random);
        to.Write("network", run.Network);
        to.Write("loss", loss);
        to.Write("history", run.History);
        if (run.Position > 0)
            to.Write("optimizer", run.Optimizer!);
        foreach (var (name, callback) in NamedCallbacks())
            to.Write(name, callback);
    }

    public void Load(StateReader from)
    {
        if (from.ReadText("plan") != plan)
            throw new CheckpointException(from.Source, "belongs to a run with different phases or data; resume with the same ones, or start over in another folder.");
        run.Position = from.ReadInt("position");
        from.ReadInto("network", run.Network);
        from.ReadInto("loss", loss);
        from.ReadInto("history", run.History);
        if (run.Position > 0)
            from.ReadInto("optimizer", run.Optimizer = run.Plan.Phases[run.Plan.PhaseOf(run.Position - 1)].Phase.Optimizer.Create(run.Groups));
        Begin();
        foreach (var (name, callback) in NamedCallbacks())
            from.ReadInto(name, callback);
        // Last, because anything before it might draw a random number.
        using var random = from.ReadTensor("random");
        set_rng_state(random);
    }

    // By type, so that a resumed run may have other callbacks besides those with state.
    private IEnumerable<(string Name, Callback Callback)> NamedCallbacks() =>
        from kind in callbacks.GroupBy(callback => callback.GetType().Name, StringComparer.Ordinal)
        from callback in kind.Index()
        select ($"callbacks.{kind.Key}.{callback.Index}", callback.Item);
}
