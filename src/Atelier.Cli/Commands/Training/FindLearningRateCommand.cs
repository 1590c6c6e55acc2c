using System.Globalization;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary><c>atelier find-lr DATA</c>: trains with higher and higher learning rates until the loss diverges, and suggests rates.</summary>
internal sealed class FindLearningRateCommand : AtelierCommand
{
    private const string DefaultOutput = "find-lr.png";

    private readonly DataOptions _data = new();
    private readonly OutputOptions _output = new($"The plot, .png or .svg [default: {DefaultOutput}].", isRequired: false);
    private readonly RecordOptions<LearningRateSweepOptions> _sweep = new(new());

    /// <param name="streams">Where to write.</param>
    public FindLearningRateCommand(Streams streams)
        : base(
            streams,
            "find-lr",
            "Finds a good learning rate: trains with higher and higher ones until the loss diverges, and plots the loss.",
            "atelier find-lr photos --network resnet18 -o find-lr.png")
    {
        _sweep.Number("--start", "The first rate.", o => o.Start, (o, v) => o with { Start = v });
        _sweep.Number("--end", "The last rate.", o => o.End, (o, v) => o with { End = v });
        _sweep.Number("--batches", "Batches to train.", o => o.Batches, (o, v) => o with { Batches = v });
        _sweep.Choice("--optimizer", "The optimizer to find the rate for.", "sgd", ["sgd", "adam", "adamw", "rmsprop"], (o, v) => o with { Optimizer = OptimizerKind.Named(v) });
        Add(_data.Data);
        Add(_output);
        Add(_sweep);
        Add(_data);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var path = _output.Path(call) ?? DefaultOutput;
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".SVG"))
            throw new UsageException($"The plot must end in .png or .svg, not '{Path.GetFileName(path)}'.");
        var options = _sweep.Read(call, new());
        if (options.Start >= options.End)
            throw new UsageException("--end must be greater than --start.");
        path = _output.Claim(call, path);
        var sweep = Sweep(call, options, stop);
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
                : $"{path}: the loss falls fastest at {Rate(sweep.Steepest)}; a tenth of the rate where it is lowest is {Rate(sweep.LargestSafe)}. Try both."));
    }

    private LearningRateSweep Sweep(Invocation call, LearningRateSweepOptions options, CancellationToken stop)
    {
        using var line = call.Progress("batches");
        return Invocation.Build(() => LearningRateFinder.Run(call.Get(_data.Data), _data.Network(call), _data.Read(call), options with { Progress = new Batches(line) }, stop));
    }

    private static string Rate(double? rate) => rate?.ToString("0.0E+0", CultureInfo.InvariantCulture) ?? "none";

    private sealed class Batches(ProgressLine line) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => line.Report(new(value.Batch, value.Batches) { Loss = value.SmoothedLoss });
    }
}
