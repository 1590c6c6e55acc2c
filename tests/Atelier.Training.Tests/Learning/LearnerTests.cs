using Atelier.Data;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class LearnerTests
{
    private static readonly TrainingPhase[] TwoEpochs = [new() { Epochs = 2, LearningRate = 0.1 }];

    [Fact]
    public void FitPhases_OnSeparableData_Learns()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data);
        var before = learner.Validate().Loss;

        Assert.Equal(RunEnd.Finished, learner.FitPhases(TrainingPhases.OneCycle(0.2, length: 6)));

        Assert.True(learner.Validate().Loss < before / 2, $"{before} to {learner.Validate().Loss}");
        Assert.Equal(6, learner.History.Epochs.Count);
        Assert.Equal(60, learner.History.Batches.Count);
        Assert.Equal(learner.Validate().Loss, learner.History.Epochs[^1].ValidLoss, 12);
    }

    [Fact]
    public void FitPhases_Twice_GivesTheSameBits()
    {
        using var toy = new Toy();
        var runs = Enumerable.Range(0, 2).Select(_ =>
        {
            using var network = Toy.Network();
            using var learner = new Learner(network, toy.Data);
            learner.FitPhases(TrainingPhases.Sgdr(0.1, cycles: 2));
            return Toy.Weights(network);
        }).ToList();
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void Accumulation_OfThreeBatches_StepsAsOneBatchThreeTimesAsLarge()
    {
        // Without batch norm and dropout, whose results depend on the batch.
        using var toy = new Toy(samples: 120, batchSize: 10);
        using var large = new Toy(samples: 120, batchSize: 30);
        float[] Train(TrainingData data, int accumulation)
        {
            random.manual_seed(3);
            using var network = nn.Sequential(("only", nn.Linear(4, 3)));
            using var learner = new Learner(network, data);
            learner.FitPhases(TwoEpochs, new() { Accumulation = accumulation });
            return Toy.Weights(network);
        }
        var (small, whole) = (Train(toy.Data, 3), Train(large.Data, 1));
        Assert.All(small.Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.NotEqual(Train(toy.Data, 1), whole);
    }

    [Fact]
    public void FreezeTo_LeavesTheGroupsBeforeUntouched()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var modules = network.named_children().ToDictionary(child => child.name, child => child.module, StringComparer.Ordinal);
        using var learner = new Learner(network, toy.Data, new() { LayerGroups = [[modules["first"], modules["norm"]], [modules["last"]]] });
        float[] Of(string name) => Toy.Weights(modules[name]);
        var (first, last) = (Of("first"), Of("last"));

        learner.Freeze();
        learner.FitPhases([new() { LearningRate = new double[] { 0.5, 0.1 } }]);
        Assert.Equal(first, Of("first"));
        Assert.NotEqual(last, Of("last"));

        learner.Unfreeze();
        learner.FitPhases([new() { LearningRate = new double[] { 0.5, 0.1 } }]);
        Assert.NotEqual(first, Of("first"));
        Assert.Equal(0.1, learner.History.Batches[0].LearningRate);
    }

    [Fact]
    public void LayerGroups_WithoutAParameter_AreRefused()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var error = Assert.Throws<ArgumentException>(() => new Learner(network, toy.Data, new() { LayerGroups = [[network.named_children().First().module]] }));
        Assert.Contains("norm.weight is in 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FitPhases_WithBrokenData_NamesTheBatch()
    {
        using var toy = new Toy();
        using var inputs = full([24, 4], Number(float.NaN));
        using var targets = zeros([24], int64);
        using var network = Toy.Network();
        using var learner = new Learner(network, new(new TensorBatches(inputs, targets), null));
        var before = Toy.Weights(network);

        var error = Assert.Throws<TrainingException>(() => learner.FitPhases(TwoEpochs));

        Assert.Contains("The loss is not a number at batch 1 (epoch 1, learning rate 0.1)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Take(64), Toy.Weights(network).Take(64));
    }

    [Fact]
    public void FindLearningRate_Suggests_AndLeavesEverythingAsItWas()
    {
        using var toy = new Toy(samples: 240);
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data);
        var before = Toy.Weights(network);

        var sweep = learner.FindLearningRate(new() { End = 1000 });

        Assert.Equal(before, Toy.Weights(network));
        Assert.Empty(learner.History.Batches);
        Assert.Equal(1e-5, sweep.History.Batches[0].LearningRate);
        Assert.True(sweep.History.Batches.Count < 100, "the sweep should end when the loss diverges");
        Assert.InRange(sweep.Steepest!.Value, 1e-4, 30);
    }

    [Fact]
    public void FitPhases_WithAnotherImageSizeButNoneToChange_IsRefused()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data);
        Assert.Throws<RecipeException>(() => learner.FitPhases([new() { ImageSize = 96 }]));
    }

    [Fact]
    public void OptimizerOfAnotherKind_StartsAnew_AndOfTheSameKindLivesOn()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var seen = new List<Optimizer>();
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [new Spy { PhaseBegin = run => seen.Add(run.Optimizer!) }] });

        learner.FitPhases([new(), new() { LearningRate = (0.1, 0.01), LearningRateDecay = Decay.Cosine }, new() { Optimizer = OptimizerKind.Adam }]);

        Assert.Same(seen[0], seen[1]);
        Assert.NotSame(seen[1], seen[2]);
    }

    [Theory, InlineData("nesterov"), InlineData("epsilon")]
    public void OptimizerOfTheSameKind_InALaterPhase_HasThatPhasesSettings(string setting)
    {
        using var toy = new Toy();
        var (before, after) = setting == "nesterov"
            ? (OptimizerKind.Sgd, OptimizerKind.Sgd with { IsNesterov = true })
            : (OptimizerKind.Adam, OptimizerKind.Adam with { Epsilon = 0.1 });
        // Without a learning rate, the first phase fills the same averages for either setting.
        float[] Train(OptimizerKind first, OptimizerKind second)
        {
            using var network = Toy.Network(dropout: 0);
            using var learner = new Learner(network, toy.Data);
            learner.FitPhases([new() { LearningRate = 0, Optimizer = first }, new() { LearningRate = 0.01, Optimizer = second }]);
            return Toy.Weights(network);
        }
        Assert.Equal(Train(after, after), Train(before, after));
        Assert.NotEqual(Train(before, before), Train(before, after));
    }

    [Fact]
    public void BatchNorm_OfOneValuePerChannel_IsRefused()
    {
        using var toy = new Toy(samples: 5);
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data with { Training = toy.InBatchesOf(2) });
        var error = Assert.Throws<TrainingException>(() => learner.FitPhases(TwoEpochs));
        Assert.StartsWith("Batch norm needs more than one value per channel, but norm gets a single one from a batch of 1: ", error.Message, StringComparison.Ordinal);
        Assert.All(Toy.Weights(network), weight => Assert.True(float.IsFinite(weight)));
        // Only for the time of the run.
        using var one = ones(1, 4);
        using var output = ((nn.Module<Tensor, Tensor>)network).call(one);
    }

    [Fact]
    public void Validation_WithStatisticsThatAreNoNumbers_EndsTheRunWithTheirName()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var spy = new Spy { BatchEnd = run => { using (no_grad()) run.Network.get_buffer("norm.running_var")!.fill_(Number(double.NaN)); } };
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [spy] });
        var error = Assert.Throws<TrainingException>(() => learner.FitPhases(TwoEpochs));
        Assert.StartsWith("The network's norm.running_var is not a number after epoch 1: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(RunEnd.Diverged, learner.FitPhases(TwoEpochs, new() { StopOnDivergence = true }));
    }

    [Fact]
    public void Validation_OnDataThatIsNoNumber_EndsTheRun()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var inputs = full([3, 4], Number(double.NaN), float32);
        using var targets = zeros(3, int64);
        using var learner = new Learner(network, toy.Data with { Validation = new TensorBatches(inputs, targets) });
        var error = Assert.Throws<TrainingException>(() => learner.FitPhases(TwoEpochs));
        Assert.StartsWith("The validation loss is not a number after epoch 1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchNorm_OfAFrozenGroup_KeepsItsStatistics()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        var layers = ((nn.Module)network).named_children().ToDictionary(child => child.name, child => child.module);
        using var swa = new StochasticWeightAveraging { EvaluationFrequency = 1 };
        using var learner = new Learner(network, toy.Data, new() { LayerGroups = [[layers["first"], layers["norm"]], [layers["last"]]], Callbacks = [swa] });
        learner.Freeze();
        var before = Statistics();
        learner.FitPhases(TwoEpochs);
        Assert.Equal(before, Statistics());
        using (swa.ApplyTo(network))
            Assert.Equal(before, Statistics());
        learner.Unfreeze();
        learner.FitPhases(TwoEpochs);
        Assert.NotEqual(before, Statistics());

        float[] Statistics() => [.. network.get_buffer("norm.running_mean")!.data<float>(), .. network.get_buffer("norm.running_var")!.data<float>()];
    }

    [Fact]
    public void Metrics_OfOneName_AreRefused() =>
        Assert.Contains("two metrics named 'accuracy'", Assert.Throws<ArgumentException>(() => new LearnerOptions { Metrics = [Metric.Accuracy(), Metric.Accuracy()] }).Message, StringComparison.Ordinal);

    [Fact]
    public void EarlyStopping_OnALossThatDoesNotFall_EndsTheRun()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [new EarlyStopping { Patience = 2, LeastGain = 100 }] });
        Assert.Equal(RunEnd.EndedEarly, learner.FitPhases([new() { Epochs = 9 }]));
        Assert.Equal(3, learner.History.Epochs.Count);
    }

    [Fact]
    public void Stop_IsObeyedAfterTheBatchUnderWay()
    {
        using var toy = new Toy();
        using var network = Toy.Network();
        using var stop = new CancellationTokenSource();
        var stopper = new Spy { BatchEnd = run => { if (run.Position == 7) stop.Cancel(); } };
        using var learner = new Learner(network, toy.Data, new() { Callbacks = [stopper] });
        Assert.Equal(RunEnd.Stopped, learner.FitPhases(TwoEpochs, stop: stop.Token));
        Assert.Equal(7, learner.History.Batches.Count);
    }
}
