using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class CallbackTests
{
    private static readonly TrainingPhase[] TwoEpochs = [new() { Epochs = 2, LearningRate = 5e-2 }];

    [Fact]
    public void GradientClipping_LimitsEachStep_AndSaysWhatTheNormWas()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var clipping = new GradientClipping(0.05);
        List<(double Before, double After)> norms = [];
        using var learner = new Learner(network, toy.Data, new()
        {
            Callbacks = [clipping, new Spy { Gradients = run => norms.Add((clipping.Norm, GradientNorm.Compute(run.Groups.SelectMany(group => group)))) }],
        });
        Assert.True(double.IsNaN(clipping.Norm));
        learner.FitPhases(TwoEpochs);
        Assert.Equal(20, norms.Count);
        Assert.Contains(norms, norm => norm.Before > 0.05);
        Assert.All(norms, norm => Assert.Equal(Math.Min(norm.Before, 0.05), norm.After, 1e-6));
    }

    [Fact]
    public void MixupBatches_GiveSharesOfClasses_TheSameForTheSameSeed()
    {
        using var toy = new Toy();
        float[] Train(long seed, List<double[]> sums)
        {
            using var network = Toy.Network();
            using var learner = new Learner(network, toy.Data, new()
            {
                Callbacks = [new MixupBatches(classes: 3, seed: seed), new Spy { BatchEnd = run => sums.Add(Sums(run.Batch.Targets)) }],
            });
            learner.FitPhases(TwoEpochs);
            return Toy.Weights(network);
        }
        List<double[]> sums = [];
        var first = Train(1, sums);
        Assert.Equal(20, sums.Count);
        Assert.All(sums, batch => Assert.All(batch, sum => Assert.Equal(1, sum, 1e-6)));
        Assert.All(sums, batch => Assert.Equal(12, batch.Length));
        Assert.Equal(first, Train(1, []));
        Assert.NotEqual(first, Train(2, []));
    }

    [Fact]
    public void ExponentialAveraging_EvaluatesTheAverage_AndLeavesTheNetworkAsItIs()
    {
        using var toy = new Toy();
        float[] Train(params Callback[] callbacks)
        {
            using var network = Toy.Network();
            using var learner = new Learner(network, toy.Data, new() { Callbacks = callbacks });
            learner.FitPhases(TwoEpochs);
            foreach (var averaging in callbacks.OfType<ExponentialAveraging>())
            {
                var recorded = learner.History.Epochs[^1].Metrics["ema_loss"];
                Assert.NotEqual(learner.History.Epochs[^1].ValidLoss, recorded);
                using var swap = averaging.ApplyTo(network);
                Assert.Equal(recorded, learner.Validate().Loss, 1e-6);
            }
            return Toy.Weights(network);
        }
        using var average = new ExponentialAveraging(decay: 0.9);
        Assert.Equal(Train(), Train(average));
    }

    private static double[] Sums(Tensor targets)
    {
        using var scope = NewDisposeScope();
        return [.. targets.sum(1).to(float64).data<double>()];
    }
}
