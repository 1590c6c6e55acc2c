using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Data.Tests;

[NoTensorLeaks]
public sealed class TensorBatchesTests
{
    private static List<int[]> Order(IBatchSource source, int epoch, int first = 0)
    {
        var seen = new List<int[]>();
        foreach (var batch in source.Read(epoch, first))
        {
            using (batch)
                seen.Add([.. batch.Samples]);
        }
        return seen;
    }

    [Fact]
    public void Read_OfAnEpoch_SeesEverySampleOnce_WithItsOwnTarget()
    {
        using var inputs = Arange(10, float32);
        using var targets = arange(Number(0), Number(30), Number(3), int64);
        var source = new TensorBatches(inputs, targets) { BatchSize = 4 };
        var seen = new List<int>();
        foreach (var batch in source.Read(2))
        {
            using (batch)
            {
                seen.AddRange(batch.Samples);
                Assert.Equal(batch.Samples.Select(sample => (float)sample), batch.Inputs.data<float>().ToArray());
                Assert.Equal(batch.Samples.Select(sample => 3L * sample), batch.Targets.data<long>().ToArray());
            }
        }
        Assert.Equal(Enumerable.Range(0, 10), seen.Order());
        Assert.Equal((10, 3), (source.Count, source.BatchesPerEpoch));
    }

    [Fact]
    public void Read_FromABatch_EqualsSkippingThoseBefore()
    {
        using var inputs = zeros(23);
        var source = new TensorBatches(inputs, inputs) { BatchSize = 5, Seed = 7 };
        Assert.Equal(Order(source, 1).Skip(2), Order(source, 1, first: 2));
        Assert.Equal(Order(source, 1), Order(source, 1));
        Assert.NotEqual(Order(source, 1), Order(source, 2));
    }

    [Fact]
    public void Read_OfAnotherSeed_HasAnotherOrder_AndWithoutShufflingTheDataSets()
    {
        var order = new BatchOrder { Seed = 1 };
        Assert.NotEqual(order.Of(20, 0), (order with { Seed = 2 }).Of(20, 0));
        Assert.Equal(Enumerable.Range(0, 20), (order with { Shuffle = false }).Of(20, 5));
    }

    [Theory]
    [InlineData(10, 4, 2, 8)]
    [InlineData(8, 4, 2, 8)]
    [InlineData(3, 4, 1, 3)]
    public void DropLast_LeavesOutWhatFillsNoBatch_ButNotTheOnlyOne(int samples, int size, int batches, int seen)
    {
        using var inputs = zeros(samples);
        var source = new TensorBatches(inputs, inputs) { BatchSize = size, DropLast = true };
        Assert.Equal((batches, seen), (source.BatchesPerEpoch, source.Count));
        Assert.Equal(seen, Order(source, 0).Sum(batch => batch.Length));
    }

    [Fact]
    public void Shuffling_PutsEverySampleEverywhereAlike()
    {
        var counts = new int[5, 5];
        for (var epoch = 0; epoch < 5000; epoch++)
            foreach (var (place, sample) in new BatchOrder().Of(5, epoch).Index())
                counts[place, sample]++;
        foreach (var count in counts)
            Assert.InRange(count, 850, 1150); // 1000, give or take 5 standard deviations
    }

    [Fact]
    public void Source_OfInputsWithoutTargets_IsRefused()
    {
        using var inputs = zeros(3);
        using var targets = zeros(2);
        Assert.Throws<ShapeException>(() => new TensorBatches(inputs, targets));
    }
}
