using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Weight decay, either way; one of the two numbers leaves everything as it is.</summary>
/// <param name="InGradient">What is added to the gradient, per unit of the parameter: wd, or 0.</param>
/// <param name="Kept">The part of the parameter that is left before the step: 1 - wd lr, or 1.</param>
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

    /// <summary>The same for whole tensors: the parameter in place, the gradient as it is or new.</summary>
    public Tensor Apply(Tensor parameter, Tensor gradient)
    {
        if (Kept != 1)
            parameter.mul_(Kept);
        return InGradient != 0 ? gradient + parameter * InGradient : gradient;
    }
}
