using TorchSharp;
using Xunit;
using static Atelier.Core.Numbers;

namespace Atelier.Testing;

/// <summary>Comparisons of tensors that say where and how far they differ.</summary>
public static class TensorAssert
{
    /// <summary>Asserts equal shapes, and |actual - expected| at most absolute + relative * |expected| everywhere.</summary>
    public static void ShouldBe(torch.Tensor actual, torch.Tensor expected, double absolute = 1e-6, double relative = 1e-5)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var want = expected.to(torch.float64).cpu();
        var got = actual.to(torch.float64).cpu();
        var allowed = (want.abs() * Number(relative)).Plus(absolute);
        var excess = ((got - want).abs() - allowed).nan_to_num(double.MaxValue).flatten();
        if (excess.numel() == 0 || excess.max().item<double>() <= 0)
            return;
        var at = excess.argmax().item<long>();
        Assert.Fail($"Element {at} of [{string.Join(',', actual.shape)}] is {got.flatten()[at].item<double>()}, expected {want.flatten()[at].item<double>()}.");
    }

    /// <summary>Asserts |actual - expected| at most <paramref name="relative"/> * |expected|.</summary>
    public static void ShouldBe(double actual, double expected, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual} is not within {relative:P3} of {expected}.");
}
