using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>Functions with known minima, with gradients by autograd.</summary>
internal static class TestFunctions
{
    /// <summary>Sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2; least, 0, at ones.</summary>
    public static Evaluation Rosenbrock(Tensor image) => WithGradient(image, x =>
    {
        var (head, tail) = (x[..^1], x[1..]);
        return (Number(100) * (tail - head * head).pow(Number(2))).Plus(head.neg().Plus(1).pow(Number(2))).sum();
    });

    /// <summary>0.5 sum s[i] (x[i] - 1)^2, s[i] = 10^(4 i / (n - 1)).</summary>
    public static Evaluation Quadratic(Tensor image) => WithGradient(image, x =>
        Number(0.5) * (logspace(0, 4, (int)x.numel(), dtype: float64) * (x - Number(1)).pow(Number(2))).sum());

    /// <summary>Where the references start: -1.2, 1, -1.2, 1, …</summary>
    public static Tensor RosenbrockStart(int count) => tensor([-1.2, 1.0]).repeat(count / 2);

    private static Evaluation WithGradient(Tensor image, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var x = image.detach().clone().requires_grad_();
        var loss = function(x);
        loss.backward();
        return new(loss.item<double>(), x.grad!.clone().DetachFromDisposeScope());
    }
}
