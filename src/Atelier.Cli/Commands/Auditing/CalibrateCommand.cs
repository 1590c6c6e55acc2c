using System.CommandLine;
using System.Globalization;
using Atelier.Auditing;
using Atelier.Core;
using CsvHelper;

namespace Atelier.Cli;

/// <summary><c>atelier audit calibrate SCORES</c>: shifts scores until predictions are no more lopsided than the training data.</summary>
internal sealed class CalibrateCommand : AtelierCommand
{
    private static readonly CalibrationOptions Default = new();

    private readonly Argument<FileInfo> _path = new("scores") { Description = "A CSV file with a row for each example: truth, group, and a column of scores for each label, called as the label." };
    private readonly Option<string> _label = new("--label") { Description = "The column of the truth.", HelpName = "column", DefaultValueFactory = _ => "label" };
    private readonly Option<string> _attribute = new("--attribute") { Description = "The column of the groups.", HelpName = "column", Required = true };
    private readonly Option<string[]> _scores = new("--score") { Description = "A column of scores; repeat it for each label [default: all other columns].", HelpName = "column" };
    private readonly Option<string[]> _ignored = new("--ignore") { Description = "A column that holds no scores; repeat it for several.", HelpName = "column" };
    private readonly Option<string[]> _missing = new("--missing") { Description = "A value that means that it is not known, beside the empty cell; repeat it for several.", HelpName = "value" };
    private readonly Option<FileInfo?> _training = new("--train") { Description = "A CSV file of the training data, for its shares [default: the truth in the scores].", HelpName = "file" };
    private readonly Option<double> _step = NewOption.Number("--step", "Step of the multipliers, in units of the typical lead of the best score.", Default.Step, 1e-6, 1e6);
    private readonly Option<int> _iterations = NewOption.Number("--iterations", "Iterations after which to give up.", Default.Iterations, 1, 1_000_000);
    private readonly StatisticsOptions _statistics = new();
    private readonly OutputOptions _output = new("Write a table: row, group, label, prediction, calibrated prediction.", isRequired: false);

    /// <param name="streams">Where to write.</param>
    public CalibrateCommand(Streams streams)
        : base(
            streams,
            "calibrate",
            "Shifts scores until the predictions are no more lopsided than the training data, and says what that costs.",
            "atelier audit calibrate scores.csv --attribute gender --ignore image -o calibrated.csv")
    {
        Add(_path);
        Add(_label);
        Add(_attribute);
        Add(_scores);
        Add(_ignored);
        Add(_missing);
        Add(_training);
        Add(_step);
        Add(_iterations);
        Add(_statistics);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var output = _output.Path(call) is { } given ? _output.Claim(call, given) : null;
        var (path, options) = (call.Get(_path).ToString(), _statistics.Read(call));
        var table = ScoreTable.Read(
            path,
            new() { Label = call.Get(_label), Attribute = call.Get(_attribute), Scores = call.Get(_scores), Ignored = call.Get(_ignored), Missing = call.Get(_missing) },
            stop);
        var training = call.Get(_training) is { } file
            ? TableReader.Read(file.ToString(), new() { Label = call.Get(_label), Attributes = [call.Get(_attribute)], Missing = call.Get(_missing) }, null, stop).Attributes[0]
            : null;
        var calibrator = new Calibrator(new() { Margin = options.Margin, Step = call.Get(_step), Iterations = call.Get(_iterations) }, options);
        var result = AuditException.Naming(path, () => calibrator.Run(table, training, stop));
        if (output is not null)
            Write(output, table, result);
        call.Finish(
            new
            {
                Scores = path,
                Examples = table.Examples.Count,
                table.WithoutLabel,
                result.Converged,
                result.Unsatisfied,
                result.Steps,
                table.Labels,
                table.Groups,
                result.Offsets,
                Before = result.AuditBefore,
                After = result.AuditAfter,
                Output = output,
            },
            console => CalibrationTable.Draw(console, table, result, options));
        if (!result.Converged)
            call.Say(Sentence(result));
        return Task.FromResult(result.Converged ? ExitCode.Done : ExitCode.Failed);
    }

    private static string Sentence(CalibrationResult result) =>
        $"atelier: calibration did not converge in {result.Steps.Count - 1} iterations: {string.Join(", ", result.Unsatisfied.Take(3))}"
        + $"{(result.Unsatisfied.Count > 3 ? $" and {result.Unsatisfied.Count - 3} more" : "")} cannot be brought within the margin; the best found is kept: widen --margin, or have more examples.";

    private static void Write(string path, ScoreTable table, CalibrationResult result) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        csv.WriteHeader("row", table.Attribute, "label", "prediction", "calibrated");
        foreach (var (at, example) in table.Examples.Index())
            csv.WriteRecord(
                (at + 1).ToString(CultureInfo.InvariantCulture),
                example.Group < 0 ? "" : table.Groups[example.Group],
                table.Labels[example.Label],
                table.Labels[result.Before[at]],
                table.Labels[result.After[at]]);
    });
}
