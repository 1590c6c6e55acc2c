using System.Numerics;
using System.Runtime.CompilerServices;
using Atelier.Core;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>An optimizer whose formula treats one element at a time: all except the second-order ones.</summary>
/// <param name="groups">The parameters of each layer group.</param>
/// <param name="averages">The names of the running averages, in the order of the formula; PyTorch's.</param>
/// <param name="rule">The formula of one step: settings, layer group, and the parameter's number of steps, including this one.</param>
internal sealed class ElementwiseOptimizer<TUpdate>(
    IReadOnlyList<IReadOnlyList<Parameter>> groups, string[] averages, Func<StepSettings, int, long, TUpdate> rule) : Optimizer(groups)
    where TUpdate : struct, IUpdate
{
    private const string Steps = "step";

    private readonly ParameterState[][] _states = [.. groups.Select(group => group.Select(_ => new ParameterState()).ToArray())];
    private readonly FusedStep<TUpdate> _fused = new();

    /// <summary>Whether to use our own fused pass where possible; tests turn it off.</summary>
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

    public override void Save(StateWriter to)
    {
        foreach (var (name, _, state) in States())
        {
            if (state.Steps == 0)
                continue;
            var part = to.Child(name);
            part.Write(Steps, state.Steps);
            for (var i = 0; i < averages.Length; i++)
                if (state.Averages[i] is { } average)
                    part.Write(averages[i], average);
        }
    }

    public override void Load(StateReader from)
    {
        foreach (var (name, parameter, own) in States())
        {
            var part = from.Child(name);
            own.Steps = part.Has(Steps) ? part.ReadLong(Steps) : 0;
            for (var i = 0; i < averages.Length; i++)
                if (part.Has(averages[i]))
                    part.ReadInto(averages[i], own.Averages[i] ??= ZerosLike(parameter));
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

    private static Tensor ZerosLike(Parameter parameter)
    {
        using var untracked = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }

    private void Step(Parameter parameter, Tensor gradient, ParameterState state, StepSettings settings, int group)
    {
        var update = rule(settings, group, ++state.Steps);
        for (var i = 0; i < update.Averages; i++)
            state.Averages[i] ??= ZerosLike(parameter);
        var (first, second) = (state.Averages[0], state.Averages[1]);
        if (!IsFused || !_fused.TryAdd(parameter, gradient, first, second, update))
            update.Apply(parameter, gradient, first, second);
    }

    private IEnumerable<(string Name, Parameter Parameter, ParameterState State)> States() =>
        from g in Enumerable.Range(0, Groups.Count)
        from i in Enumerable.Range(0, Groups[g].Count)
        select ($"{g}.{i}", Groups[g][i], _states[g][i]);

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

/// <summary>Weight decay, either way; one of the two numbers has no effect.</summary>
/// <param name="InGradient">What is added to the gradient, per unit of the parameter: wd, or 0.</param>
/// <param name="Kept">The share of the parameter kept before the step: 1 - wd lr, or 1.</param>
internal readonly record struct Shrinkage(float InGradient, float Kept)
{
    /// <summary>A layer group's weight decay.</summary>
    public static Shrinkage For(StepSettings settings, int group, bool inLoss)
    {
        var decay = settings.WeightDecay.For(group);
        return inLoss ? new((float)decay, 1) : new(0, (float)(1 - decay * settings.LearningRates.For(group)));
    }

    /// <summary>The parameter before the step, and the gradient to use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector<float> Parameter, Vector<float> Gradient) Apply(Vector<float> parameter, Vector<float> gradient) =>
        (parameter * Kept, gradient + parameter * InGradient);

    /// <summary>The same for whole tensors: the parameter in place, the gradient unchanged or new.</summary>
    public Tensor Apply(Tensor parameter, Tensor gradient)
    {
        if (Kept != 1)
            parameter.mul_(Number(Kept));
        return InGradient != 0 ? gradient.Plus(parameter * Number(InGradient)) : gradient;
    }
}
