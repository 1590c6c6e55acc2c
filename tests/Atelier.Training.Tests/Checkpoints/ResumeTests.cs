using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class ResumeTests
{
    // Every kind of state there is: momentum, then Adam's two averages; dropout's random numbers; SWA; a callback's patience.
    private static readonly TrainingPhase[] Phases =
    [
        new() { Epochs = 1.35, LearningRate = 0.1 },
        new() { Epochs = 0.65, LearningRate = (0.1, 0.01), LearningRateDecay = Decay.Cosine, WeightDecay = 1e-3 },
        new() { Epochs = 2, Optimizer = OptimizerKind.Adam, LearningRate = 1e-2, WeightDecayInLoss = false },
    ];

    private static readonly FitOptions Options = new();

    [Fact]
    public void Run_StoppedAnywhereAndResumed_EndsWithTheSameBits()
    {
        var (weights, average, history) = Run(Options);
        Assert.Equal(40, history.Count);
        // Batches per epoch: 10. In an epoch, at its end, at the ends of phases, before the first batch of Adam.
        foreach (var stopAt in (int[])[1, 9, 10, 11, 13, 14, 19, 20, 21, 33, 39])
        {
            using var folder = new TemporaryFolder();
            var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointEvery = TimeSpan.FromHours(1) };
            var half = Run(options, stopAt);
            Assert.Equal(stopAt, half.History.Count);
            var whole = Run(options);
            Assert.Equal(weights, whole.Weights);
            Assert.Equal(average, whole.Average);
            Assert.Equal(history, whole.History);
        }
    }

    [Fact]
    public void Run_StoppedManyTimes_EndsWithTheSameBits()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointEvery = TimeSpan.Zero };
        for (var stopAt = 5; stopAt < 40; stopAt += 5)
            Run(options, stopAt);
        Assert.Equal(Run(Options).Weights, Run(options).Weights);
        Assert.Equal(2, Directory.GetFiles(folder["checkpoints"]).Length);
    }

    [Fact]
    public void Run_WhoseNewestCheckpointIsDamaged_GoesBackToTheOneBefore()
    {
        using var folder = new TemporaryFolder();
        var warnings = new List<string>();
        var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointEvery = TimeSpan.Zero, OnDamagedCheckpoint = warnings.Add };
        Run(options, stopAt: 17);
        var newest = Checkpoints(folder["checkpoints"])[0];
        var bytes = File.ReadAllBytes(newest);
        bytes[^500] ^= 4;
        File.WriteAllBytes(newest, bytes);

        Assert.Equal(Run(Options).Weights, Run(options).Weights);
        var warning = Assert.Single(warnings);
        Assert.Contains(Path.GetFileName(newest), warning, StringComparison.Ordinal);
        Assert.Contains("Going back to the checkpoint before it", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhoseCheckpointsAreAllDamaged_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"] };
        Run(options, stopAt: 17);
        foreach (var file in Checkpoints(folder["checkpoints"]))
            File.WriteAllText(file, "no");
        Assert.Contains("all checkpoints are damaged", Assert.Throws<CheckpointException>(() => Run(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithOtherPhases_RefusesTheCheckpoints()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"] };
        Run(options, stopAt: 17);
        using var toy = new Toy();
        using var network = Toy.Network();
        using var learner = new Learner(network, toy.Data);
        var error = Assert.Throws<CheckpointException>(() => learner.FitPhases([new() { Epochs = 4 }], options));
        Assert.Contains("a run with different phases", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithWeightsGroupsAndMixup_StoppedAndResumed_EndsWithTheSameBits()
    {
        var expected = Run(Options, make: Emphasized);
        Assert.NotEqual(Run(Options).Weights, expected.Weights);
        foreach (var stopAt in (int[])[3, 10, 27])
        {
            using var folder = new TemporaryFolder();
            var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointEvery = TimeSpan.FromHours(1) };
            Run(options, stopAt, Emphasized);
            Assert.Equal(expected.Weights, Run(options, make: Emphasized).Weights);
        }
    }

    [Fact]
    public void Run_WithOtherWeightsOrGroups_RefusesTheCheckpoints()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"] };
        Run(options, stopAt: 17, Emphasized);
        foreach (var other in (Func<Toy>[])[() => new(), () => new(firstWeight: 2), () => new(firstWeight: 2.5f, groups: Groups(5)), () => new(groups: Groups(4))])
            Assert.Contains("a run with different data", Assert.Throws<CheckpointException>(() => Run(options, make: other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ThatEndedEarly_IsOverWhenResumed()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointEvery = TimeSpan.Zero };
        (RunEnd End, int Epochs, float[] Weights, float[] Average) Fit()
        {
            using var toy = new Toy();
            using var network = Toy.Network();
            // Evaluated only at epoch 6: the statistics of the average are measured at the early end.
            using var swa = new StochasticWeightAveraging { EvaluationFrequency = 5 };
            using var learner = new Learner(network, toy.Data, new() { Callbacks = [swa, new EarlyStopping { Patience = 2 }] });
            random.manual_seed(9);
            var end = learner.FitPhases([new() { Epochs = 30, LearningRate = 0 }], options);
            using (swa.ApplyTo(network))
                return (end, learner.History.Epochs.Count, Toy.Weights(network), Toy.Weights(network));
        }
        var (first, again) = (Fit(), Fit());
        Assert.Equal((RunEnd.EndedEarly, first.Epochs), (again.End, again.Epochs));
        Assert.InRange(first.Epochs, 3, 29);
        Assert.Equal(first.Weights, again.Weights);
        Assert.Equal(first.Average, again.Average);
    }

    [Theory]
    [InlineData("different phases", "nesterov")]
    [InlineData("different phases", "epsilon")]
    [InlineData("accumulation: 1, where this one has 2", "accumulation")]
    [InlineData("trained parameters: 6 of 6, where this one has 4 of 6", "frozen")]
    [InlineData("loss: cross-entropy, label smoothing 0, where this one has cross-entropy, label smoothing 0.1", "loss")]
    [InlineData("StochasticWeightAveraging: start 2, evaluation every 5, cycle 1, count as in the library, where this one has none", "no averaging")]
    [InlineData("StochasticWeightAveraging: start 2, evaluation every 5, cycle 1, count as in the library, where this one has start 3, ", "averaging")]
    [InlineData("GradientClipping: none, where this one has limit 2", "clipping")]
    [InlineData("different data", "seed")]
    [InlineData("different data", "points")]
    public void Run_WithOtherSettings_RefusesTheCheckpointAndSaysWhich(string difference, string change)
    {
        using var folder = new TemporaryFolder();
        Fit("nothing");
        var error = Assert.Throws<CheckpointException>(() => Fit(change));
        Assert.Contains($"belongs to a run with {difference}", error.Message, StringComparison.Ordinal);
        Fit("nothing");

        void Fit(string what)
        {
            using var toy = new Toy(seed: what == "points" ? 6 : 5);
            using var network = Toy.Network();
            using var swa = new StochasticWeightAveraging { Start = what == "averaging" ? 3 : 2 };
            using var stop = new CancellationTokenSource();
            Callback[] callbacks = [.. what == "no averaging" ? (Callback[])[] : [swa], .. what == "clipping" ? (Callback[])[new GradientClipping(2)] : [], new Spy { BatchEnd = _ => stop.Cancel() }];
            var data = what == "seed" ? toy.Data with { Training = toy.Reseeded() } : toy.Data;
            using var learner = new Learner(Objective.Classification(network, new CrossEntropy { LabelSmoothing = what == "loss" ? 0.1 : 0 }), data, new() { Callbacks = callbacks });
            if (what == "frozen")
                ((nn.Module)network).named_parameters().Take(2).ToList().ForEach(parameter => parameter.parameter.requires_grad = false);
            var kind = what switch { "nesterov" => OptimizerKind.Sgd with { IsNesterov = true }, "epsilon" => OptimizerKind.Sgd with { Epsilon = 1e-3 }, _ => OptimizerKind.Sgd };
            learner.FitPhases([new() { Epochs = 3, Optimizer = kind }], Options with { CheckpointFolder = folder["checkpoints"], Accumulation = what == "accumulation" ? 2 : 1 }, stop.Token);
        }
    }

    // Newest first.
    private static string[] Checkpoints(string folder) => [.. Directory.GetFiles(folder).OrderDescending(StringComparer.Ordinal)];

    private static Toy Emphasized() => new(firstWeight: 2.5f, groups: Groups(4));

    private static int?[] Groups(int every) => [.. Enumerable.Range(0, 120).Select(sample => sample % every == 0 ? 1 : (int?)0)];

    private static (float[] Weights, float[] Average, List<(double, double, double)> History) Run(FitOptions options, int? stopAt = null, Func<Toy>? make = null)
    {
        using var toy = make?.Invoke() ?? new Toy();
        using var network = Toy.Network();
        using var stop = new CancellationTokenSource();
        using var swa = new StochasticWeightAveraging { Start = 2, EvaluationFrequency = 1 };
        Callback[] callbacks = [swa, .. make is null ? (Callback[])[] : [new MixupBatches(3)], new EarlyStopping { Patience = 40 }, new Spy { BatchEnd = run => { if (run.Position == stopAt) stop.Cancel(); } }];
        using var learner = new Learner(network, toy.Data, new() { Callbacks = callbacks });
        random.manual_seed(9);
        var end = learner.FitPhases(Phases, options, stop.Token);
        Assert.Equal(stopAt is null ? RunEnd.Finished : RunEnd.Stopped, end);
        float[] average = [];
        if (swa.HasAverage)
            using (swa.ApplyTo(network))
                average = Toy.Weights(network);
        return (Toy.Weights(network), average, [.. learner.History.Batches.Select(b => (b.LearningRate, b.Loss, b.SmoothedLoss))]);
    }
}
