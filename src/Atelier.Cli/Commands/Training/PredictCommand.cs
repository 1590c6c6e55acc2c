using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier predict RUN IMAGE...</c>, or <c>--network NAME --weights FILE IMAGE...</c>: what a trained network sees in images.</summary>
internal sealed class PredictCommand : AtelierCommand
{
    private readonly Argument<string[]> _names = new("run-and-images")
    {
        Description = "The folder that atelier train wrote, unless you give --network; then image files, folders, or patterns such as \"photos/**/*.jpg\".",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly ModelChoice _choice = new();
    private readonly Option<int> _top = NewOption.Number("--top", "Classes to name for each image.", 5, least: 1);
    private readonly OutputOptions _csv = new("Write a table: image, rank, class, probability.", isRequired: false, "--csv");
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public PredictCommand(Streams streams)
        : base(
            streams,
            "predict",
            "Names what a trained network sees in images.",
            "atelier predict runs/first cat.jpg dog.jpg",
            "atelier predict runs/first photos --swa --top 3 --csv photos.csv",
            "atelier predict --network squeezenet1_1 --weights squeezenet1_1.pth cat.jpg")
    {
        Add(_names);
        Add(_choice);
        Add(_top);
        Add(_csv);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var (model, images) = _choice.Choose(call, call.Get(_names));
        var table = _csv.Path(call) is { } csv ? _csv.Claim(call, csv) : null;
        var files = ImageFiles.Find(images);
        using var classifier = model.Load(_compute.Read(call));
        List<ImagePrediction> predictions = [];
        using (var line = call.Progress("images"))
            foreach (var prediction in classifier.Predict(files, call.Get(_top), stop))
            {
                predictions.Add(prediction);
                line.Report(new(predictions.Count, files.Count));
            }
        if (table is not null)
            PredictionTable.Write(table, predictions);
        return Task.FromResult(Finish(call, model.Weights, predictions));
    }

    private static int Finish(Invocation call, string model, List<ImagePrediction> predictions)
    {
        foreach (var prediction in predictions.Where(prediction => prediction.Problem is not null))
            call.Say(prediction.Problem!);
        call.Finish(new { Model = model, Images = predictions }, console => PredictionTable.Draw(console, predictions));
        return predictions.TrueForAll(prediction => prediction.Problem is null) ? ExitCode.Done : ExitCode.Failed;
    }
}
