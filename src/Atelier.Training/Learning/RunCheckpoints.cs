using System.Diagnostics;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Starts a run, from its newest checkpoint if there is one, and saves it from time to time.</summary>
internal sealed class RunCheckpoints(FitOptions options, RunState state)
{
    private static readonly CheckpointFormat Format = new("training run", Layout: 3);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private (int Position, bool IsOver) _saved = (-1, false);

    /// <summary>Loads the newest checkpoint, or saves the first: from then on, the run needs no weights to start from.</summary>
    public void Begin()
    {
        using var saved = options.CheckpointFolder is { } folder ? Format.ReadNewest(folder, options.OnDamagedCheckpoint) : null;
        if (saved is null)
        {
            state.Begin();
            Save();
            return;
        }
        saved.LoadInto(state);
        _saved = (state.Position, state.IsOver);
    }

    /// <summary>Saves the run if it is time to.</summary>
    public void SaveIfDue()
    {
        if (_sinceLast.Elapsed >= options.CheckpointEvery)
            Save();
    }

    public void Save()
    {
        if (options.CheckpointFolder is not { } folder || _saved == (state.Position, state.IsOver))
            return;
        Format.WriteNext(folder, state.Position, state);
        _sinceLast.Restart();
        _saved = (state.Position, state.IsOver);
    }
}

/// <summary>
/// Everything that a run's future depends on: weights, optimizer, position, random state, history, callbacks, and whether a callback has
/// ended it. The order of the data does not need to be saved: it is a function of seed and epoch.
/// </summary>
internal sealed class RunState(TrainingRun run, LossAverage loss, IReadOnlyList<Callback> callbacks, Lazy<RunIdentity> identity) : IStateful
{
    public int Position => run.Position;

    /// <summary>Whether a callback has ended the run.</summary>
    public bool IsOver => run.End is RunEnd.EndedEarly;

    /// <summary>Tells the callbacks that the run begins. A resumed run has its history and weights by then.</summary>
    public void Begin()
    {
        foreach (var callback in callbacks)
            callback.OnTrainBegin(run);
    }

    public void Save(StateWriter to)
    {
        using var random = get_rng_state();
        to.Write("identity", identity.Value);
        to.Write("position", run.Position);
        to.Write("is_over", IsOver);
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
        from.ReadInto("identity", identity.Value);
        run.Position = from.ReadInt("position");
        from.ReadInto("network", run.Network);
        from.ReadInto("loss", loss);
        from.ReadInto("history", run.History);
        if (run.Position > 0)
            from.ReadInto("optimizer", run.Optimizer = run.Plan.Phases[run.Plan.PhaseOf(run.Position - 1)].Phase.Optimizer.Create(run.Groups));
        run.Span = run.Plan.Epochs.ElementAtOrDefault(run.History.Epochs.Count - 1);
        Begin();
        run.End = from.ReadBool("is_over") ? RunEnd.EndedEarly : null;
        foreach (var (name, callback) in NamedCallbacks())
            from.ReadInto(name, callback);
        // Last, because anything before it might draw a random number.
        using var random = from.ReadTensor("random");
        set_rng_state(random);
    }

    private IEnumerable<(string Name, Callback Callback)> NamedCallbacks() =>
        RunIdentity.Named(callbacks).Select(callback => ($"callbacks.{callback.Name}", callback.Callback));
}
