using System.Numerics;
using System.Runtime.CompilerServices;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>RMSprop: gradients divided by the root of their own running square.</summary>
/// <remarks>Tieleman and Hinton 2012, as PyTorch computes it: epsilon is outside the root, and nothing is centered. Beta is alpha.</remarks>
internal sealed record RmsPropKind : OptimizerKind
{
    /// <inheritdoc/>
    public override string Name => "RMSprop";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.99;

    /// <inheritdoc/>
    internal override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<RmsPropUpdate>(groups, ["square_avg", "momentum_buffer"], Update);

    internal RmsPropUpdate Update(StepSettings settings, int group, long step) => new(
        (float)settings.LearningRates.For(group), (float)settings.Momentum, (float)settings.Beta, (float)(1 - settings.Beta),
        (float)settings.Epsilon, Shrinkage.For(settings, group, settings.WeightDecayInLoss));
}

/// <summary>v = alpha v + (1 - alpha) g^2; b = momentum b + g / (sqrt(v) + eps); p -= lr b.</summary>
/// <param name="LearningRate">lr.</param>
/// <param name="Momentum">0 for p -= lr g / (sqrt(v) + eps).</param>
/// <param name="Alpha">Keeps this much of the squared gradient's average.</param>
/// <param name="NewSquare">1 - alpha.</param>
/// <param name="Epsilon">Outside the root.</param>
/// <param name="Decay">Weight decay.</param>
internal readonly record struct RmsPropUpdate(
    float LearningRate, float Momentum, float Alpha, float NewSquare, float Epsilon, Shrinkage Decay) : IUpdate
{
    public int Averages => Momentum > 0 ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> parameter, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        var (p, g) = Decay.Apply(parameter, gradient);
        first = first * Alpha + g * g * NewSquare;
        second = second * Momentum + g / (Vector.SquareRoot(first) + new Vector<float>(Epsilon));
        return p - second * LearningRate;
    }

    public void Apply(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second)
    {
        var g = Decay.Apply(parameter, gradient);
        first!.mul_(Number(Alpha)).add_(g * g * Number(NewSquare), alpha: One);
        var scaled = g / first.sqrt().add_(Number(Epsilon), alpha: One);
        parameter.sub_((second is null ? scaled : second.mul_(Number(Momentum)).add_(scaled, alpha: One)) * Number(LearningRate));
    }
}
