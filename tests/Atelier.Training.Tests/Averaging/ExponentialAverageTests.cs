using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class ExponentialAverageTests
{
    [Fact]
    public void Update_StepByStep_FollowsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var network = Network(0);
        using var average = new ExponentialAverage(network, decay: 0.3);
        var expected = 0.0;
        for (var n = 1; n <= 6; n++)
        {
            Fill(network, n);
            average.Update(network);
            var d = Math.Min(0.3, (1.0 + n) / (10 + n));
            expected = d * expected + (1 - d) * n;
        }
        using var swap = average.ApplyTo(network);
        var state = network.state_dict();
        Assert.Equal(expected, state["0.weight"][0, 0].item<float>(), 1e-5);
        Assert.Equal(expected, state["1.running_mean"][0].item<float>(), 1e-5);
        Assert.Equal(6, state["1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void Load_OfWhatSaveGave_GoesOnBitIdentically()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        using var straight = new ExponentialAverage(network);
        using var resumed = new ExponentialAverage(network);
        Fill(network, 0.1f);
        straight.Update(network);
        using (var state = StateTree.Capture(straight))
            state.LoadInto(resumed);
        Fill(network, 0.7f);
        straight.Update(network);
        resumed.Update(network);
        using var one = StateTree.Capture(straight);
        using var two = StateTree.Capture(resumed);
        Assert.Equal(one.Paths, two.Paths);
        foreach (var path in one.Paths)
            TensorAssert.ShouldBe(two.Open().ReadTensor(path), one.Open().ReadTensor(path), 0, 0);
    }

    [Fact]
    public void ApplyTo_ForAWhile_GivesTheNetworkItsOwnWeightsBack()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        using var average = new ExponentialAverage(network);
        Fill(network, 5);
        using (average.ApplyTo(network))
            Assert.Equal(1, network.state_dict()["0.weight"][0, 0].item<float>());
        Assert.Equal(5, network.state_dict()["0.weight"][0, 0].item<float>());
    }

    [Fact]
    public void Load_OfAnotherNetworks_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        using var other = nn.Linear(3, 2);
        using var average = new ExponentialAverage(network);
        using var state = StateTree.Capture(new ExponentialAverage(other));
        Assert.Contains("lacks 'weights.0.weight'", Assert.Throws<CheckpointException>(() => state.LoadInto(average)).Message, StringComparison.Ordinal);
        Assert.Contains("different network", Assert.Throws<ArgumentException>(() => average.Update(other)).Message);
    }

    private static nn.Module Network(float value)
    {
        var network = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3));
        Fill(network, value);
        return network;
    }

    private static void Fill(nn.Module network, float value)
    {
        using var untracked = no_grad();
        foreach (var (_, tensor) in network.state_dict())
            tensor.fill_(Number(value));
    }
}
