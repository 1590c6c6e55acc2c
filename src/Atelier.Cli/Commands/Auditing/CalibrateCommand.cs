using System.CommandLine;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary><c>atelier audit calibrate SCORES</c>: shifts scores until predictions are no more biased than the training data.</summary>
internal sealed class CalibrateCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _path = new("scores") { Description = "A CSV file with a row for each example: truth, group, and a column of scores for each label, named for the label." };
    private readonly Option<string> _label = new("--label") { Description = "The column of the truth.", HelpName = "column", DefaultValueFactory = _ => "label" };
    private readonly Option<string> _attribute = new("--attribute") { Description = "The column of the groups.", HelpName = "column", Required = true };
    private readonly Option<string[]> _scores = new("--score") { Description = "A column of scores; repeat it for each label [default: all other columns].", HelpName = "column" };
    private readonly Option<string[]> _ignored = new("--ignore") { Description = "A column that does not hold scores; repeat it for several.", HelpName = "column" };
    private readonly Option<string[]> _missing = new("--missing") { Description = "A value that means unknown, besides an empty cell; repeat it for several.", HelpName = "value" };
    private readonly Option<FileInfo?> _training = new("--train") { Description = "A CSV file of the training data, whose shares to match [default: the truth in the scores].", HelpName = "file" };
    private readonly RecordOptions<CalibrationOptions> _calibration = new(new());
    private readonly StatisticsOptions _statistics = new();
    private readonly OutputOptions _output = new("Write a table: row, group, label, prediction, calibrated prediction.", isRequired: false);

    /// <param name="streams">Where to write.</param>
    public CalibrateCommand(Streams streams)
        : base(
            streams,
            "calibrate",
            "Shifts scores until the predictions are no more biased than the training data, and shows what that costs.",
            "atelier audit calibrate scores.csv --attribute gender --ignore image -o calibrated.csv")
    {
        _calibration.Number("--step", "Step of the multipliers, in units of the typical lead of the best score.", o => o.Step, (o, v) => o with { Step = v });
        _calibration.Number("--iterations", "Iterations before giving up.", o => o.Iterations, (o, v) => o with { Iterations = v });
        Add(_path);
        Add(_label);
        Add(_attribute);
        Add(_scores);
        Add(_ignored);
        Add(_missing);
        Add(_training);
        Add(_calibration);
        Add(_statistics);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var output = _output.Path(call) is { } given ? _output.Claim(call, given) : null;
        var path = call.Get(_path).ToString();
        var options = _calibration.Read(call, new() { Statistics = _statistics.Read(call) });
        var columns = new TableColumns { Label = call.Get(_label), Attributes = [call.Get(_attribute)], Missing = call.Get(_missing) };
        var scores = ScoreTable.Read(path, columns, call.Get(_ignored), call.Get(_scores), stop);
        var training = call.Get(_training) is { } file ? TableCounts.Read(file.ToString(), columns, stop: stop).Attributes[0] : null;
        var result = AuditException.Naming(path, () => Calibration.Fit(scores, training, options, stop));
        if (output is not null)
            result.WritePredictions(output);
        call.Finish(
            new
            {
                Scores = path,
                Examples = scores.Rows,
                scores.WithoutLabel,
                result.Converged,
                result.Unsatisfied,
                result.Steps,
                scores.Labels,
                scores.Groups,
                result.Offsets,
                Before = result.AuditBefore,
                After = result.AuditAfter,
                Output = output,
            },
            console => CalibrationTable.Draw(console, result));
        if (!result.Converged)
            call.Say(Sentence(result));
        return Task.FromResult(result.Converged ? ExitCode.Done : ExitCode.Failed);
    }

    private static string Sentence(Calibration result) =>
        $"atelier: calibration did not converge in {result.Steps.Count - 1} iterations: {string.Join(", ", result.Unsatisfied.Take(3))}"
        + $"{(result.Unsatisfied.Count > 3 ? $" and {result.Unsatisfied.Count - 3} more" : "")} cannot be brought within the margin. The best result is kept; widen --margin or use more examples.";
}
