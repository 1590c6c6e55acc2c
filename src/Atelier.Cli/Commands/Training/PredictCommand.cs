using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Core.Weights;
using Atelier.Models.Catalogue;
using Atelier.Training.Predicting;
using Atelier.Training.Runs;

namespace Atelier.Cli.Commands.Training;

/// <summary><c>atelier predict RUN IMAGE...</c>: what a trained network sees in images.</summary>
internal sealed class PredictCommand : AtelierCommand
{
    private readonly Argument<string> _model = new("model") { Description = "The folder that atelier train wrote." };
    private readonly Argument<string[]> _images = new("image") { Description = "Image files, folders, or patterns such as \"photos/**/*.jpg\".", Arity = ArgumentArity.OneOrMore };
    private readonly Option<int> _top = Terminal.Options.Number("--top", "Classes to name for each image.", 5, least: 1);
    private readonly Option<bool> _swa = new("--swa") { Description = "Use the averaged model." };
    private readonly Option<bool> _best = new("--best") { Description = "Use the model of the epoch with the lowest validation loss." };
    private readonly OutputOptions _csv = new("Write a table: image, rank, class, probability.", isRequired: false, "--csv");
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public PredictCommand(Streams streams)
        : base(
            streams,
            "predict",
            "Names what a trained network sees in images.",
            "atelier predict runs/first cat.jpg dog.jpg",
            "atelier predict runs/first photos --swa --top 3 --csv photos.csv")
    {
        Add(_model);
        Add(_images);
        Add(_top);
        Add(_swa);
        Add(_best);
        Add(_csv);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var folder = new RunFolder(call.Get(_model));
        var run = folder.Read();
        var weights = Weights(call, folder);
        var table = _csv.Path(call) is { } csv ? _csv.Claim(call, csv) : null;
        var files = ImageFiles.Find(call.Get(_images));
        var device = _compute.Read(call).Apply();
        var network = Classifiers.Create(run.Network, run.Classes.Count);
        using var owned = (IDisposable)network;
        using (var state = Safetensors.Read(weights))
            state.LoadInto(network, weights);
        var classifier = new ImageClassifier(network, run.Classes, run.ImageSize, TrainedNetworks.NormalizationOf(run.Network)) { Device = device };
        List<ImagePrediction> predictions = [];
        using (var line = call.Progress("images"))
            foreach (var prediction in classifier.Predict(files, call.Get(_top), stop))
            {
                predictions.Add(prediction);
                line.Report(new(predictions.Count, files.Count));
            }
        if (table is not null)
            PredictionTable.Write(table, predictions);
        return Task.FromResult(Finish(call, weights, predictions));
    }

    private string Weights(Invocation call, RunFolder folder)
    {
        if (call.Get(_swa) && call.Get(_best))
            throw new UsageException("Choose one of --swa and --best.");
        var path = call.Get(_swa) ? folder.SwaModel : call.Get(_best) ? folder.BestModel : folder.Model;
        return File.Exists(path)
            ? path
            : throw new InputException($"{folder.Path}: has no {Path.GetFileName(path)}; "
                + (call.Get(_swa) ? "the run did not average its weights (--swa-start)." : "the run is not finished: go on with it by atelier resume."));
    }

    private static int Finish(Invocation call, string model, List<ImagePrediction> predictions)
    {
        foreach (var prediction in predictions.Where(prediction => prediction.Problem is not null))
            call.Say(prediction.Problem!);
        call.Finish(new { Model = model, Images = predictions }, console => PredictionTable.Draw(console, predictions));
        return predictions.TrueForAll(prediction => prediction.Problem is null) ? ExitCode.Done : ExitCode.Failed;
    }
}
