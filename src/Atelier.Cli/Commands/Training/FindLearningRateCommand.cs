using System.CommandLine;
using System.Globalization;
using Atelier.Core;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary><c>atelier find-lr DATA</c>: trains with ever greater learning rates until the loss diverges, and names rates that suit.</summary>
internal sealed class FindLearningRateCommand : AtelierCommand
{
    private const string DefaultOutput = "find-lr.png";

    private readonly DataOptions _data = new();
    private readonly NetworkChoice _network = new();
    private readonly OutputOptions _output = new($"The plot, .png or .svg [default: {DefaultOutput}].", isRequired: false);
    private readonly Option<double> _start = NewOption.Number("--start", "The first rate.", 1e-5, 1e-12);
    private readonly Option<double> _end = NewOption.Number("--end", "The rate that the sweep leads to.", 10.0, 1e-12);
    private readonly Option<int> _batches = NewOption.Number("--batches", "Batches to train.", 100, least: 20);
    private readonly Option<string> _optimizer = NewOption.Choice("--optimizer", "The optimizer that the rate is for.", "sgd", "sgd", "adam", "adamw", "rmsprop");
    private readonly Option<bool> _freeze = new("--freeze") { Description = "Train the last layer group alone." };
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public FindLearningRateCommand(Streams streams)
        : base(
            streams,
            "find-lr",
            "Looks for a good learning rate: trains with ever greater ones until the loss diverges, and plots it.",
            "atelier find-lr photos --network resnet18 -o find-lr.png")
    {
        Add(_data.Data);
        Add(_network);
        Add(_output);
        Add(_start);
        Add(_end);
        Add(_batches);
        Add(_optimizer);
        Add(_freeze);
        Add(_data);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var path = _output.Path(call) ?? DefaultOutput;
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".SVG"))
            throw new UsageException($"The plot must end in .png or .svg, not '{Path.GetFileName(path)}'.");
        if (call.Get(_start) >= call.Get(_end))
            throw new UsageException("--end must be greater than --start.");
        path = _output.Claim(call, path);
        var sweep = Sweep(call, stop);
        stop.ThrowIfCancellationRequested();
        sweep.PlotLossOverLearningRate(path);
        return Task.FromResult(call.Finish(
            new
            {
                Plot = path,
                sweep.Steepest,
                sweep.LargestSafe,
                LearningRates = sweep.History.Batches.Select(batch => batch.LearningRate),
                Losses = sweep.History.Batches.Select(batch => batch.Loss),
                SmoothedLosses = sweep.History.Batches.Select(batch => batch.SmoothedLoss),
            },
            sweep.Steepest is null
                ? $"{path}: the loss never fell; start lower, or train more batches."
                : $"{path}: the loss falls fastest at {Rate(sweep.Steepest)}, and a tenth of the rate where it is lowest is {Rate(sweep.LargestSafe)}: try both."));
    }

    private LearningRateSweep Sweep(Invocation call, CancellationToken stop)
    {
        var (settings, kind) = (_compute.Read(call), _network.Kind(call));
        var device = settings.Apply();
        NativeHeap.KeepFreed();
        var data = RunData.Open(_data.Describe(call, kind, settings), TrainedNetworks.NormalizationOf(kind.Name));
        var network = TrainedNetworks.Create(kind.Name, data.Images.Classes.Count, _network.Weights(call));
        using var owned = (IDisposable)network;
        using var learner = new Learner(Classification.For(network, TrainedNetworks.AuxiliaryOf(network)), data.Data, new() { LayerGroups = ((IClassifier)network).LayerGroups, Device = device });
        if (call.Get(_freeze))
            learner.Freeze();
        using var line = call.Progress("batches");
        return learner.FindLearningRate(
            new()
            {
                Start = call.Get(_start),
                End = call.Get(_end),
                Batches = call.Get(_batches),
                Optimizer = OptimizerKinds.Named(call.Get(_optimizer)),
                Progress = new Batches(line),
            },
            stop);
    }

    private static string Rate(double? rate) => rate?.ToString("0.0E+0", CultureInfo.InvariantCulture) ?? "none";

    private sealed class Batches(ProgressLine line) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => line.Report(new(value.Batch, value.Batches) { Loss = value.SmoothedLoss });
    }
}
