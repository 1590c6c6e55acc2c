using Atelier.Core;
using Atelier.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>An optimizer whose formula looks at one element at a time: all but the second-order ones.</summary>
/// <param name="groups">The parameters of each layer group.</param>
/// <param name="averages">The names of the running averages, in the order of the formula; PyTorch's.</param>
/// <param name="rule">The formula of one step: settings, layer group, and the parameter's count of steps, this one included.</param>
internal sealed class ElementwiseOptimizer<TUpdate>(
    IReadOnlyList<IReadOnlyList<Parameter>> groups, string[] averages, Func<StepSettings, int, long, TUpdate> rule) : Optimizer(groups)
    where TUpdate : struct, IUpdate
{
    private const string Steps = "step";

    private readonly ParameterState[][] _states = [.. groups.Select(group => group.Select(_ => new ParameterState()).ToArray())];
    private readonly FusedStep<TUpdate> _fused = new();

    /// <summary>Whether to use the pass of our own where it can be; tests turn it off.</summary>
    public bool IsFused { get; init; } = true;

    public override void Step(StepSettings settings)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        for (var group = 0; group < Groups.Count; group++)
            for (var i = 0; i < Groups[group].Count; i++)
                if (Groups[group][i] is var parameter && parameter.grad is { } gradient)
                    Step(parameter, gradient, _states[group][i], settings, group);
        _fused.Run();
    }

    public override StateDict Save()
    {
        using var scope = NewDisposeScope();
        return new StateDict([.. States().SelectMany(entry => Save(entry.Prefix, entry.State))]);
    }

    public override void Load(StateDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        Check(state);
        foreach (var (prefix, parameter, own) in States())
        {
            own.Steps = state.TryGetValue(prefix + Steps, out var steps) ? steps.item<long>() : 0;
            for (var i = 0; i < averages.Length; i++)
                if (state.TryGetValue(prefix + averages[i], out var average))
                    own.Averages[i] = (own.Averages[i] ?? ZerosLike(parameter)).copy_(average).DetachFromDisposeScope();
                else
                    own.Forget(i);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var (_, _, state) in States())
            for (var i = 0; i < averages.Length; i++)
                state.Forget(i);
    }

    private static Tensor ZerosLike(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();

    private void Step(Parameter parameter, Tensor gradient, ParameterState state, StepSettings settings, int group)
    {
        var update = rule(settings, group, ++state.Steps);
        for (var i = 0; i < update.Averages; i++)
            state.Averages[i] ??= ZerosLike(parameter);
        var (first, second) = (state.Averages[0], state.Averages[1]);
        if (!IsFused || !_fused.TryAdd(parameter, gradient, first, second, update))
            update.Apply(parameter, gradient, first, second);
    }

    private IEnumerable<(string Prefix, Parameter Parameter, ParameterState State)> States() =>
        from g in Enumerable.Range(0, Groups.Count)
        from i in Enumerable.Range(0, Groups[g].Count)
        select ($"{g}.{i}.", Groups[g][i], _states[g][i]);

    private IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix, ParameterState state)
    {
        if (state.Steps == 0)
            yield break;
        yield return new(prefix + Steps, tensor(state.Steps));
        for (var i = 0; i < averages.Length; i++)
            if (state.Averages[i] is { } average)
                yield return new(prefix + averages[i], average.clone());
    }

    private void Check(StateDict state)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var (prefix, parameter, _) in States())
        {
            shapes.Add(prefix + Steps, []);
            foreach (var average in averages)
                shapes.Add(prefix + average, parameter.shape);
        }
        foreach (var (name, tensor) in state)
            if (!shapes.TryGetValue(name, out var shape) || !shape.AsSpan().SequenceEqual(tensor.shape))
                throw new ArgumentException($"The state is of another network or another kind of optimizer: '{name}' does not fit.", nameof(state));
    }

    private sealed class ParameterState
    {
        public long Steps { get; set; }

        public Tensor?[] Averages { get; } = new Tensor?[2];

        public void Forget(int average)
        {
            Averages[average]?.Dispose();
            Averages[average] = null;
        }
    }
}
