using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class GradientNormTests
{
    [Fact]
    public void Of_AllLayouts_IsTheNormOfOneVector()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [With(full(2, Number(3.0f))), With(full([2, 3, 2], Number(-1.0f))), With(full([4, 2], Number(1f)).T), With(full(3, Number(2.0), dtype: float64)), new(ones(5))];
        Assert.Equal(Math.Sqrt(18 + 12 + 8 + 12), GradientNorm.Compute(parameters), 1e-9);
        Assert.Equal(0, GradientNorm.Compute([]));
    }

    [Fact]
    public void Of_AnyNumberOfThreads_IsTheSame()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Parameter[] parameters = [With(randn(300_001)), With(randn(77))];
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = GradientNorm.Compute(parameters);
            set_num_threads(3);
            Assert.Equal(alone, GradientNorm.Compute(parameters));
            Assert.Equal(cat([.. parameters.Select(p => p.grad!.to(float64))]).norm().item<double>(), alone, 1e-9);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Clip_OfLongGradients_ShortensThemToTheLimit()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [With(tensor([3f])), With(tensor([4f])), new(ones(5))];
        Assert.Equal(5, GradientNorm.Clip(parameters, 2.5), 1e-9);
        TensorAssert.ShouldBe(parameters[0].grad!, tensor([1.5f]));
        TensorAssert.ShouldBe(parameters[1].grad!, tensor([2f]));
        Assert.Equal(2.5, GradientNorm.Clip(parameters, 10), 1e-6);
        TensorAssert.ShouldBe(parameters[0].grad!, tensor([1.5f]), 0, 0);
    }

    [Fact]
    public void Clip_OfHugeOrBrokenGradients_KeepsItsHead()
    {
        using var scope = NewDisposeScope();
        Parameter[] huge = [With(full(2, Number(1e30f)))];
        Assert.Equal(Math.Sqrt(2) * 1e30, GradientNorm.Clip(huge, 1), 1e24);
        TensorAssert.ShouldBe(huge[0].grad!, full(2, Number(0.70710678f)));
        Parameter[] broken = [With(tensor([1f, float.NaN]))];
        Assert.True(double.IsNaN(GradientNorm.Clip(broken, 1)));
        Assert.Equal(1, broken[0].grad![0].item<float>());
    }

    private static Parameter With(Tensor gradient) => new(zeros_like(gradient)) { grad = gradient };
}
