using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class SwaTests
{
    private static readonly TrainingPhase[] FiveEpochs = [new() { Epochs = 5, LearningRate = 0.2 }];

    [Theory]
    [InlineData(SwaCount.Library, 1, new[] { 3, 4, 5 })]
    [InlineData(SwaCount.Library, 2, new[] { 3, 5 })]
    [InlineData(SwaCount.Paper, 1, new[] { 2, 3, 4, 5 })]
    public void Average_IsTheMeanOfTheEpochsWeights(SwaCount count, int cycleLength, int[] epochs)
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var saved = new Dictionary<int, Dictionary<string, float[]>>();
        using var swa = new StochasticWeightAveraging { Start = 3, CycleLength = cycleLength, Count = count };
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [swa, new Spy { EpochEnd = run => saved[run.Epoch] = Parameters(network) }] });

        learner.FitPhases(FiveEpochs);

        Assert.Equal(epochs.Length, swa.Models);
        using (swa.ApplyTo(network))
            foreach (var (name, average) in Parameters(network))
                for (var i = 0; i < average.Length; i++)
                    Assert.Equal(epochs.Average(epoch => (double)saved[epoch][name][i]), average[i], 1e-6);
        Assert.Equal(saved[5]["first.weight"], Parameters(network)["first.weight"]);
    }

    [Fact]
    public void BatchNormStatistics_AreThoseOfOnePassOverTheTrainingData()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var swa = new StochasticWeightAveraging { Start = 2 };
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [swa] });
        learner.FitPhases(FiveEpochs);

        using var scope = NewDisposeScope();
        using var swap = swa.ApplyTo(network);
        var state = network.state_dict();
        var means = new List<Tensor>();
        var variances = new List<Tensor>();
        foreach (var batch in toy.Data.Training.Read(epoch: 4))
            using (batch)
            {
                var features = nn.functional.linear(batch.Inputs, state["first.weight"], state["first.bias"]);
                means.Add(features.mean([0]));
                variances.Add(features.var(0));
            }
        TensorAssert.ShouldBe(state["norm.running_mean"], stack(means).mean([0]), 1e-6);
        TensorAssert.ShouldBe(state["norm.running_var"], stack(variances).mean([0]), 1e-6);
    }

    [Fact]
    public void Evaluation_ComesAtTheFrequencyAndAtTheEnd_AndChangesNoTraining()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [new StochasticWeightAveraging { Start = 2, EvaluationFrequency = 2 }] });
        learner.FitPhases(FiveEpochs);
        Assert.Equal([2, 4, 5], learner.History.Epochs.Where(epoch => epoch.Metrics.ContainsKey("swa_loss")).Select(epoch => epoch.Number));

        using var plain = Toy.Network();
        using var without = new Learner(plain, toy.Data);
        without.FitPhases(FiveEpochs);
        Assert.Equal(Toy.Weights(plain), Toy.Weights(network));
        Assert.NotEqual(learner.History.Epochs[^1].ValidLoss, learner.History.Epochs[^1].Figure("swa_loss"));
    }

    [Fact]
    public void Predict_WithSwa_UsesTheAveragedModel()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var swa = new StochasticWeightAveraging { Start = 2 };
        using var learner = new Learner(network, toy.Data);
        Assert.Throws<InvalidOperationException>(() => learner.Predict(average: swa));
        learner.FitPhases(FiveEpochs, new() { Callbacks = [swa] });
        using var raw = learner.Predict();
        using var averaged = learner.Predict(average: swa);
        Assert.Equal([120, 3], averaged.Outputs.shape);
        using var loss = nn.functional.cross_entropy(averaged.Outputs, averaged.Targets);
        Assert.Equal(learner.History.Epochs[^1].Figure("swa_loss"), loss.item<float>(), 1e-5);
        Assert.NotEqual(raw.Outputs.data<float>().ToArray(), averaged.Outputs.data<float>().ToArray());
    }

    private static Dictionary<string, float[]> Parameters(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return network.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone().data<float>().ToArray(), StringComparer.Ordinal);
    }
}
