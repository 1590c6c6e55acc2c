using System.Diagnostics;
using Atelier.Core;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Cli;

/// <summary>A run from the command line: says what is trained, trains it, and says what came of it.</summary>
internal sealed class RunSession : IDisposable
{
    private const double NotableImbalance = 1.5;

    private readonly Invocation _call;
    private readonly RunFolder _folder;
    private readonly RunDescription _description;
    private readonly Recipe _recipe;
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Device _device;

    private RunSession(Invocation call, RunFolder folder, RunDescription description, Recipe recipe, RunData data, Device device)
    {
        (_call, _folder, _recipe, Data, _device) = (call, folder, recipe, data, device);
        _description = description.Classes is [] ? data.Describe(description) : description;
        _network = TrainedNetworks.Create(description.Network, data.Images.Classes.Count, description.Weights);
    }

    /// <summary>What is learned.</summary>
    public RunData Data { get; }

    /// <summary>Opens the data and makes the network; the compute settings must be in effect.</summary>
    public static RunSession Begin(Invocation call, RunFolder folder, RunDescription description, Recipe recipe, Device device)
    {
        NativeHeap.KeepFreed();
        var data = RunData.Open(description, TrainedNetworks.NormalizationOf(description.Network));
        return new(call, folder, description, recipe, data, device);
    }

    /// <summary>Trains.</summary>
    /// <returns>The exit code.</returns>
    public int Train(CancellationToken stop)
    {
        Introduce();
        var clock = Stopwatch.StartNew();
        RunReport report;
        using (var table = new TrainingTable(_call, _description))
        {
            report = new TrainingJob(_folder, _description, _recipe, Data, _network, ((IClassifier)_network).LayerGroups)
            {
                Device = _device,
                Auxiliary = TrainedNetworks.AuxiliaryOf(_network),
                Callbacks = [table],
                Progress = table,
                OnWarning = table.Say,
            }.Train(stop);
        }
        if (report.Corrupt.Count > 0)
            _call.Say($"{report.Corrupt.Count} corrupt files were left out, the first being {report.Corrupt[0].Problem}");
        var (last, hasCard) = (report.History.Epochs.LastOrDefault(), File.Exists(_folder.Card.Markdown));
        _call.Finish(
            new
            {
                Run = _folder.Path,
                report.End,
                Epochs = report.History.Epochs.Count,
                Batches = report.History.Batches.Count,
                TrainLoss = last?.TrainLoss,
                ValidLoss = last?.ValidLoss,
                Metrics = last?.Metrics,
                SwaLoss = last?.SwaLoss is { } loss && !double.IsNaN(loss) ? loss : (double?)null,
                SwaMetrics = last?.SwaMetrics,
                Seconds = clock.Elapsed.TotalSeconds,
                report.ImagesPerSecond,
                report.WaitedShare,
                Corrupt = report.Corrupt.Count,
                _folder.Model,
                SwaModel = File.Exists(_folder.SwaModel) ? _folder.SwaModel : null,
                Card = hasCard ? _folder.Card.Markdown : null,
            },
            FormattableString.Invariant($"{_folder.Path}: model, log, plots{(hasCard ? " and the draft of a model card" : "")}. {report.ImagesPerSecond:0} images/s, {report.WaitedShare:P1} of the time waiting for data."));
        if (report.End is not RunEnd.Stopped)
            return ExitCode.Done;
        _call.Say($"Stopped; go on with: atelier resume {_folder.Path}");
        return ExitCode.Stopped;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_network).Dispose();

    private void Introduce()
    {
        var balance = Data.Balance;
        _call.Say($"Data: {Data.Split.Training.Count} training and {Data.Split.Validation.Count} validation images in {balance.Classes.Count} classes, {_description.ImageSize} px, batches of {_description.BatchSize}.");
        if (balance.Imbalance > NotableImbalance)
        {
            var (most, least) = (balance.Classes.MaxBy(c => c.Training)!, balance.Classes.MinBy(c => c.Training)!);
            _call.Say($"The classes are unbalanced: {most.Training} images of '{most.Class}', {least.Training} of '{least.Class}'; look at balanced_accuracy and f1 too.");
        }
        if (Data.Groups is { } groups)
            foreach (var line in GroupRemarks.For(groups, _description.Balancing))
                _call.Say(line);
        foreach (var skipped in Data.Images.Skipped.Take(3))
            _call.Say($"Left out: {skipped.Problem}");
        _call.Say(FormattableString.Invariant($"Network: {_description.Network}, {ParameterCount.Count(_network) / 1e6:0.00} million parameters. Run: {_folder.Path}"));
    }
}
