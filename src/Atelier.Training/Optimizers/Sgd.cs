using System.Numerics;
using System.Runtime.CompilerServices;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Stochastic gradient descent: b = momentum b + g, p -= lr b.</summary>
/// <remarks>PyTorch's formula; the learning rate is outside the running sum. Beta is unused.</remarks>
internal sealed record SgdKind : OptimizerKind
{
    /// <inheritdoc/>
    public override string Name => "SGD";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0;

    /// <inheritdoc/>
    internal override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<SgdUpdate>(groups, ["momentum_buffer"], Update);

    internal SgdUpdate Update(StepSettings settings, int group, long step) => new(
        (float)settings.LearningRates.For(group), (float)settings.Momentum, settings.IsNesterov, Shrinkage.For(settings, group, settings.WeightDecayInLoss));
}

/// <summary>b = momentum b + g; p -= lr b, or with Nesterov p -= lr (g + momentum b).</summary>
internal readonly record struct SgdUpdate(float LearningRate, float Momentum, bool Nesterov, Shrinkage Decay) : IUpdate
{
    public int Averages => Momentum > 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> parameter, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        var (p, g) = Decay.Apply(parameter, gradient);
        first = first * Momentum + g;
        return p - (Nesterov ? g + first * Momentum : first) * LearningRate;
    }

    public void Apply(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second)
    {
        var g = Decay.Apply(parameter, gradient);
        var step = first is null ? g : first.mul_(Number(Momentum)).add_(g, alpha: One);
        parameter.sub_((Nesterov && first is not null ? g.Plus(first * Number(Momentum)) : step) * Number(LearningRate));
    }
}
