using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class NumbersTests
{
    [Fact]
    public async Task Number_WhileGarbageIsCollected_IsReadBeforeItIsFreed()
    {
        // With 2.0 in place of Number(2.0), about one in 6,000 of these additions fails.
        using var one = torch.ones(1);
        var sums = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                using var sum = one.add(one, alpha: Number(2.0));
                Assert.Equal(3f, sum.item<float>());
            }
        });
        while (!sums.IsCompleted)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
        await sums;
    }

    [Fact]
    public void Number_OfEitherKind_HasTheTypesOfTorch()
    {
        using var scope = torch.NewDisposeScope();
        var integers = torch.zeros(2, torch.int32);
        Assert.Equal(torch.int32, (integers * Number(2)).dtype);
        Assert.Equal(torch.int32, integers.add(integers, alpha: One).dtype);
        Assert.Equal(torch.float32, (integers * Number(2.0)).dtype);
        Assert.Equal(torch.float32, (integers * Number(2f)).dtype);
    }

    [Fact]
    public void Arange_BelowFour_CountsFromZero()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([0L, 1, 2, 3], Arange(4).data<long>());
        Assert.Equal([0f, 1, 2], Arange(3, torch.float32).data<float>());
    }
}
