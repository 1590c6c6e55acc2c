using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class AuxiliaryClassificationTests
{
    [Fact]
    public void TrainingLoss_AddsTheHeadsByTheirWeights_ValidationHasTheNetworkAlone()
    {
        using var scope = NewDisposeScope();
        using var network = Toy.Network();
        network.eval();
        var batch = new Batch(rand(6, 4), tensor(new long[] { 0, 1, 2, 0, 1, 2 }), [0, 1, 2, 3, 4, 5]);
        Tensor[] heads = [rand(6, 3), rand(6, 3)];
        var objective = Objective.Classification(network, input => [network.call(input), .. heads], [0.3, 0.4]);
        var entropy = new CrossEntropy();
        var own = entropy.Compute(network.call(batch.Inputs), batch.Targets).item<float>();
        var first = entropy.Compute(heads[0], batch.Targets).item<float>();
        var second = entropy.Compute(heads[1], batch.Targets).item<float>();
        Assert.Equal(own + 0.3 * first + 0.4 * second, objective.TrainingLoss(batch).item<float>(), 1e-5);
        Assert.Equal(own, objective.Validate(batch).Loss.item<float>(), 1e-6);
    }

    [Fact]
    public void TrainingLoss_OfAWeightedBatch_WeighsTheHeadsToo_ValidationNever()
    {
        using var scope = NewDisposeScope();
        using var network = Toy.Network();
        network.eval();
        var (inputs, targets, weights) = (rand(3, 4), tensor([0L, 1, 2]), tensor([1f, 2, 5]));
        using var batch = new Batch(inputs, targets, [0, 1, 2]) { Weights = weights };
        var head = rand(3, 3);
        var objective = Objective.Classification(network, input => [network.call(input), head], [0.3]);
        var entropy = new CrossEntropy();
        var own = network.call(inputs);
        var expected = entropy.Compute(own, targets, weights).item<float>() + 0.3 * entropy.Compute(head, targets, weights).item<float>();
        Assert.Equal(expected, objective.TrainingLoss(batch).item<float>(), 1e-5);
        Assert.Equal(entropy.Compute(own, targets).item<float>(), objective.Validate(batch).Loss.item<float>(), 1e-6);
    }
}
