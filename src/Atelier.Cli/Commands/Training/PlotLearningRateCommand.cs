using System.CommandLine;
using Atelier.Core;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary><c>atelier plot-lr</c>: what a recipe does to learning rate and momentum, without training.</summary>
internal sealed class PlotLearningRateCommand : AtelierCommand
{
    private const string DefaultOutput = "learning-rate.png";

    private readonly Argument<string> _recipe = new("recipe") { Description = "A recipe as text, such as \"sgdr(lr=1e-2,cycles=2,len=1,mult=2)\", or a JSON file." };

    private readonly Option<int> _batchesPerEpoch = NewOption.Number("--batches-per-epoch", "Batches in an epoch.", 100, least: 1, most: 1_000_000);

    private readonly OutputOptions _output = new(
        $"The picture, .png or .svg [default: {DefaultOutput}; none with --csv or --json].", isRequired: false);

    private readonly Option<string> _csv = new("--csv") { Description = "Write learning rate and momentum, batch by batch, as a table.", HelpName = "file" };
    private readonly Option<bool> _noText = new("--no-text") { Description = "Leave out the phases' optimizer, weight decay and beta." };
    private readonly Option<bool> _noMomentum = new("--no-momentum") { Description = "Leave out the momentum panel." };

    /// <param name="streams">Where to write.</param>
    public PlotLearningRateCommand(Streams streams)
        : base(
            streams,
            "plot-lr",
            "Plots the learning rate and momentum of a training recipe; nothing is trained.",
            "atelier plot-lr \"sgdr(lr=1e-2,cycles=2,len=1,mult=2)\" -o sgdr.png",
            "atelier plot-lr recipe.json --batches-per-epoch 500 --csv rates.csv")
    {
        Add(_recipe);
        Add(_batchesPerEpoch);
        Add(_output);
        Add(_csv);
        Add(_noText);
        Add(_noMomentum);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var history = Preview(call);
        var (picture, table) = (ClaimPicture(call), call.Get(_csv) is { } csv ? _output.Claim(call, csv, _csv.Name) : null);
        stop.ThrowIfCancellationRequested();
        if (picture is not null)
            history.PlotLearningRate(picture, !call.Get(_noText), !call.Get(_noMomentum));
        if (table is not null)
            WriteTable(table, history);
        return Task.FromResult(call.Finish(
            new
            {
                Batches = history.Batches.Count,
                BatchesPerEpoch = call.Get(_batchesPerEpoch),
                Picture = picture,
                Csv = table,
                history.Phases,
                LearningRates = history.Batches.Select(batch => batch.LearningRate),
                Momentums = history.Batches.Select(batch => batch.Momentum),
            },
            $"{string.Join(" and ", new[] { picture, table }.OfType<string>())}: {Counted(history.Phases.Count, "phase")}, {Counted(history.Batches.Count, "batch", "batches")}."));
    }

    private RunHistory Preview(Invocation call) => RecipeArgument.Read(
        call.Get(_recipe), recipe => RunHistory.Preview(recipe.Phases, call.Get(_batchesPerEpoch), recipe.Groups));

    private string? ClaimPicture(Invocation call)
    {
        var path = _output.Path(call);
        if (path is null && (call.IsJson || call.Get(_csv) is not null))
            return null;
        path ??= DefaultOutput;
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".SVG"))
            throw new UsageException($"The picture must end in .png or .svg, not '{Path.GetFileName(path)}'.");
        return _output.Claim(call, path);
    }

    private static void WriteTable(string path, RunHistory history) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write("batch,learning_rate,momentum\n");
        foreach (var batch in history.Batches)
            writer.Write($"{batch.Batch},{batch.LearningRate:R},{batch.Momentum:R}\n");
    });

    private static string Counted(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
