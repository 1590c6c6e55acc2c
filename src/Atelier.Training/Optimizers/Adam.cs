using System.Numerics;
using System.Runtime.CompilerServices;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Adam: a step of about lr for every parameter, regardless of the size of its gradients.</summary>
/// <remarks>Kingma and Ba 2015, as PyTorch computes it: epsilon is outside the root, and both averages are debiased with the betas of
/// the step. Momentum is beta1. Decoupled, it is AdamW: Loshchilov and Hutter 2019.</remarks>
internal sealed record AdamKind : OptimizerKind
{
    internal static readonly string[] Averages = ["exp_avg", "exp_avg_sq"];

    /// <summary>Whether weight decay is decoupled regardless of what a phase says: p -= wd lr p before the step.</summary>
    public bool IsDecoupled { get; init; }

    /// <inheritdoc/>
    public override string Name => IsDecoupled ? "AdamW" : "Adam";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.999;

    /// <inheritdoc/>
    internal override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<AdamUpdate>(groups, Averages, Update);

    internal AdamUpdate Update(StepSettings settings, int group, long step) =>
        AdamUpdate.For(settings, group, step, settings.WeightDecayInLoss && !IsDecoupled);
}

/// <summary>m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p -= lr m^ / (sqrt(v^) + eps), both averages debiased.</summary>
/// <param name="Rate">lr / (1 - beta1^t).</param>
/// <param name="Beta1">Keeps this much of the gradient's average.</param>
/// <param name="NewFirst">1 - beta1, rounded once: beta2's 1 - 0.999 has no digits to spare.</param>
/// <param name="Beta2">Keeps this much of the squared gradient's average.</param>
/// <param name="NewSecond">1 - beta2.</param>
/// <param name="Correction">1 / sqrt(1 - beta2^t).</param>
/// <param name="Epsilon">Outside the root.</param>
/// <param name="Decay">Weight decay.</param>
internal readonly record struct AdamUpdate(
    float Rate, float Beta1, float NewFirst, float Beta2, float NewSecond, float Correction, float Epsilon, Shrinkage Decay) : IUpdate
{
    public int Averages => 2;

    /// <summary>The t-th step of a parameter in a layer group.</summary>
    public static AdamUpdate For(StepSettings settings, int group, long t, bool decayInLoss)
    {
        var (beta1, beta2) = (settings.Momentum, settings.Beta);
        return new(
            (float)(settings.LearningRates.For(group) / (1 - Math.Pow(beta1, t))),
            (float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2),
            (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, t))), (float)settings.Epsilon, Shrinkage.For(settings, group, decayInLoss));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> parameter, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        var (p, g) = Decay.Apply(parameter, gradient);
        first = first * Beta1 + g * NewFirst;
        second = second * Beta2 + g * g * NewSecond;
        return p - first * Rate / (Vector.SquareRoot(second) * Correction + new Vector<float>(Epsilon));
    }

    public void Apply(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second)
    {
        var g = Decay.Apply(parameter, gradient);
        first!.mul_(Number(Beta1)).add_(g * Number(NewFirst), alpha: One);
        second!.mul_(Number(Beta2)).add_(g * g * Number(NewSecond), alpha: One);
        parameter.sub_(first * Number(Rate) / second.sqrt().mul_(Number(Correction)).add_(Number(Epsilon), alpha: One));
    }
}
