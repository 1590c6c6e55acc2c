using System.CommandLine;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary><c>atelier audit PREDICTIONS</c>: whether a model amplifies the bias of its data; also the parent of the other auditing commands.</summary>
internal sealed class AuditCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _predictions = new("predictions") { Description = "A CSV file with a row for each example: truth, prediction, group." };
    private readonly TableOptions _table = new();
    private readonly Option<string> _prediction = new("--prediction") { Description = "The column of the predictions.", HelpName = "column", DefaultValueFactory = _ => "prediction" };
    private readonly Option<string[]> _predictedAttributes = new("--predicted-attribute") { Description = "The column of the predicted group; repeat it in the order of --attribute.", HelpName = "column" };
    private readonly Option<FileInfo?> _training = new("--train") { Description = "A CSV file of the training data, with the same columns except the predictions.", HelpName = "file" };
    private readonly StatisticsOptions _statistics = new();
    private readonly AuditLimit _limit = new();
    private readonly OutputOptions _report = new("Write a readable report: one HTML file.", isRequired: false, "--report");
    private readonly Option<int> _shown = NewOption.Number("--show", "Labels to show in each table; --json has all of them.", 10, least: 0);

    /// <param name="streams">Where to write.</param>
    public AuditCommand(Streams streams)
        : base(
            streams,
            "audit",
            "Shows whether a model's predictions are more biased between groups than its data.",
            "atelier audit predictions.csv --label label --prediction prediction --attribute gender",
            "atelier audit predictions.csv --attribute gender --train train.csv --report report.html --fail-above 0.02")
    {
        Add(_predictions);
        Add(_table);
        Add(_prediction);
        Add(_predictedAttributes);
        Add(_training);
        Add(_statistics);
        Add(_limit);
        Add(_report);
        Add(_shown);
        Add((Command)new AuditRunCommand(streams));
        Add((Command)new RatiosCommand(streams));
        Add((Command)new TranslationCommand(streams));
        Add((Command)new CalibrateCommand(streams));
        Add((Command)new ReweighCommand(streams));
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var report = _report.Path(call) is { } page ? _report.Claim(call, page) : null;
        var (columns, options) = (_table.Read(call), _statistics.Read(call));
        if (call.Get(_predictedAttributes) is var guesses && guesses.Length > columns.Attributes.Count)
            throw new UsageException("--predicted-attribute appears more often than --attribute; give one for each attribute, in the same order.");
        var counts = RowsRead.Count(call, call.Get(_predictions), columns with { Prediction = call.Get(_prediction), PredictedAttributes = guesses }, stop);
        var training = call.Get(_training) is { } file ? RowsRead.Count(call, file, columns with { Where = [] }, stop) : null;
        var audits = counts.Audit(training, options, stop);
        if (report is not null)
            AttributeAudit.WriteReport(report, Path.GetFileName(counts.Path), audits);
        call.Finish(
            new
            {
                Predictions = counts.Path,
                Training = training?.Path,
                counts.Rows,
                counts.WithoutLabel,
                counts.WithoutPrediction,
                options.Margin,
                options.Confidence,
                options.Resamples,
                options.Seed,
                options.FewestRows,
                Report = report,
                Attributes = audits,
            },
            console => AuditTable.Draw(console, Sentence(counts), audits, call.Get(_shown)));
        return Task.FromResult(_limit.Check(call, audits));
    }

    private static string Sentence(TableCounts counts) =>
        $"{counts.Path}: {counts.Rows:N0} rows.{Without(counts.WithoutLabel, "label")}{Without(counts.WithoutPrediction, "prediction")}";

    private static string Without(long rows, string what) => rows > 0 ? $" {rows:N0} without a {what}: not counted." : "";
}
