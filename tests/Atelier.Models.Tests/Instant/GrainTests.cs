using TorchSharp;

namespace Atelier.Models.Tests;

[NoTensorLeaks]
public sealed class GrainTests
{
    [Fact]
    public void At_AnyPlace_HasMeanZeroAndVarianceOne_AndNoCorrelationWithNeighbors()
    {
        using var scope = torch.NewDisposeScope();
        var grain = Grain.At(3, 5, 100, 90, 8, seed: 4);
        Assert.Equal([1, 100, 90, 8], grain.shape);
        Assert.InRange(grain.mean().item<float>(), -0.02, 0.02);
        Assert.InRange((grain * grain).mean().item<float>(), 0.98, 1.02);
        foreach (var dimension in (int[])[1, 2, 3])
        {
            var length = grain.shape[dimension] - 1;
            Assert.InRange((grain.narrow(dimension, 0, length) * grain.narrow(dimension, 1, length)).mean().item<float>(), -0.02, 0.02);
        }
    }

    [Fact]
    public void At_APart_IsThePartOfTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        var (whole, part) = (Grain.At(0, 0, 40, 30, 4, seed: 1), Grain.At(7, 11, 20, 10, 4, seed: 1));
        Assert.True(part.equal(whole.narrow(1, 7, 20).narrow(2, 11, 10)).all().item<bool>());
        Assert.False(part.equal(Grain.At(7, 11, 20, 10, 4, seed: 2)).all().item<bool>());
    }
}
