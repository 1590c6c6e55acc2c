using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

[NoTensorLeaks]
public sealed class SlicesTests
{
    [Fact]
    public void Edges_Rise_AndEveryNumberIsBetweenThoseOfItsBin()
    {
        var edges = Slices.Edges.ToArray();
        Assert.Equal(edges.Order(), edges);
        Assert.Equal(edges.Length, edges.Distinct().Count());
        using var scope = NewDisposeScope();
        float[] numbers = [0, -0f, 1, -1, 1.5f, -1.5f, 0.015624f, -0.015624f, 0.015625f, 3.14159f, -2.71828f, 1000, -1000, 1e-30f, 16000, -16000];
        foreach (var number in numbers)
        {
            var bin = Slices.Count(tensor([number]).view(1, 1, 1)).argmax().item<long>();
            Assert.InRange(number, edges[bin], edges[bin + 1]);
        }
    }

    [Theory, InlineData(1, 1, 1), InlineData(7, 9, 3), InlineData(40, 30, 33)]
    public void Count_IsTheNumberOfPixels_OrTheirWeight_InEachChannel(int height, int width, int channels)
    {
        using var scope = NewDisposeScope();
        var image = randn(height, width, channels) * Number(100);
        var weights = rand(height, width);
        Assert.All(Slices.Count(image).sum(1).data<double>(), sum => Assert.Equal(height * width, sum));
        Assert.All(Slices.Count(image, weights).sum(1).data<double>(), sum => Assert.Equal(weights.to(float64).sum().item<double>(), sum, 1e-9));
        // Of a part of a larger image as of its copy, with any number of threads.
        var larger = randn(height + 2, width + 3, channels);
        var part = larger.narrow(0, 1, height).narrow(1, 2, width);
        TensorAssert.ShouldBe(Slices.Count(part), Slices.Count(part.contiguous()), 0, 0);
        Kinds.WithAnyNumberOfThreads(KernelKind.Avx2, () => [Slices.Count(image, weights)]);
    }

    [Fact]
    public void Count_OfWhatIsNoNumber_IsNone()
    {
        using var scope = NewDisposeScope();
        var counts = Slices.Count(tensor([1f, float.NaN, 2f, 3f, float.PositiveInfinity, 4f]).view(1, 3, 2));
        Assert.True(double.IsNaN(counts[0].sum().item<double>()));
        Assert.True(double.IsNaN(counts[1].sum().item<double>()));
    }

    [Fact]
    public void Subtract_TakesWhatNumbersAreToBecome()
    {
        // t(x) = 3 x at the edges, and linear in between.
        using var scope = NewDisposeScope();
        var image = randn(20, 30, 18) * Number(50);
        var targets = (Number(3) * tensor(Slices.Edges.ToArray())).unsqueeze(0).expand(18, Slices.Bins + 1).contiguous();
        var after = image.clone();
        Slices.Subtract(after, targets);
        TensorAssert.ShouldBe(after, Number(-2) * image, 1e-4, 1e-5);
    }
}
