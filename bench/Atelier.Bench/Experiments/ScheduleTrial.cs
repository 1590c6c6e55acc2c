using Atelier.Core;
using Atelier.Data;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Bench.Experiments;

/// <summary>A recipe of the experiment, and when its epochs' weights are averaged.</summary>
/// <param name="Name">In file names.</param>
/// <param name="Title">In table and plot.</param>
/// <param name="Phases">The recipe; 12 epochs each.</param>
/// <param name="SwaStart">The first epoch that is averaged.</param>
/// <param name="SwaCycle">Epochs from one averaged model to the next: the length of a cycle.</param>
public sealed record ScheduleTrial(string Name, string Title, string Phases, int SwaStart, int SwaCycle = 1)
{
    private const int Never = 1000;

    /// <summary>The recipes.</summary>
    public static IReadOnlyList<ScheduleTrial> All { get; } =
    [
        new("constant", "Constant", "constant(lr=0.1,len=12)", SwaStart: 9),
        new("sgdr", "SGDR", "sgdr(lr=0.1,cycles=6,len=2,mult=1)", SwaStart: 6, SwaCycle: 2),
        new("sgdr_late", "SGDR, averaged late", "constant(lr=0.1,len=6) + sgdr(lr=0.05,cycles=6,len=1,mult=1)", SwaStart: 7),
        new("steps", "Steps", "steps(lr=0.1,steps=3,len=4,factor=0.1)", SwaStart: 9),
        new("one_cycle", "One-cycle", "one_cycle(lr=0.2,len=12)", SwaStart: 9),
    ];

    /// <summary>Trains the small network once.</summary>
    public ScheduleOutcome Train(string data, int seed)
    {
        new ComputeSettings { Seed = seed, Threads = 1 }.Apply();
        NativeTorch.KeepMemory();
        var images = TrainingData.FromImages(data, new() { ImageSize = 64, Seed = seed, ChannelsLast = true, Workers = 1 });
        using var network = NetworkCatalog.Create("small", images.Classes.Count);
        ChannelsLast.Convert(network);
        using var swa = new StochasticWeightAveraging { Start = SwaStart, CycleLength = SwaCycle, EvaluationFrequency = Never };
        using var learner = new Learner(network, images, new() { Metrics = [Metric.Accuracy()] });
        learner.FitPhases(Recipe.Parse(Phases).Phases, new()
        {
            Callbacks = [swa],
        });
        var last = learner.History.Epochs[^1];
        return new(Name, seed, last.Metrics["accuracy"], last.Metrics["swa_accuracy"], last.ValidLoss, last.Metrics["swa_loss"]);
    }
}
