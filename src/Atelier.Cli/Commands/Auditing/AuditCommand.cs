using System.CommandLine;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary><c>atelier audit PREDICTIONS</c>: whether a model amplifies the bias of its data; and the commands about that below it.</summary>
internal sealed class AuditCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _predictions = new("predictions") { Description = "A CSV file with a row for each example: truth, prediction, group." };
    private readonly TableOptions _table = new();
    private readonly Option<string> _prediction = new("--prediction") { Description = "The column of the predictions.", HelpName = "column", DefaultValueFactory = _ => "prediction" };
    private readonly Option<string[]> _predictedAttributes = new("--predicted-attribute") { Description = "The column of the group that the model predicts; repeat it, in the order of --attribute.", HelpName = "column" };
    private readonly Option<FileInfo?> _training = new("--train") { Description = "A CSV file of the training data, with the same columns but the predictions.", HelpName = "file" };
    private readonly StatisticsOptions _statistics = new();
    private readonly AuditLimit _limit = new();
    private readonly OutputOptions _report = new("Write a page for people: one HTML file.", isRequired: false, "--report");
    private readonly Option<int> _shown = NewOption.Number("--show", "Labels to show in each table; --json has all.", 10, least: 0);

    /// <param name="streams">Where to write.</param>
    public AuditCommand(Streams streams)
        : base(
            streams,
            "audit",
            "Tells whether a model's predictions are more lopsided between groups than its data.",
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
            throw new UsageException("--predicted-attribute stands more often than --attribute; name one for each attribute, in the same order.");
        var (path, training) = (call.Get(_predictions).ToString(), call.Get(_training)?.ToString());
        var counts = RowsRead.Count(call, path, columns with { Prediction = call.Get(_prediction), PredictedAttributes = guesses }, stop);
        var reference = training is null ? null : RowsRead.Count(call, training, columns with { Where = [] }, stop);
        AttributeAudit[] audits = [.. counts.Attributes.Select((table, at) => AuditException.Naming(path, () => new Auditor(options).Audit(table, reference?.Attributes[at], stop)))];
        if (report is not null)
            AuditReport.Write(report, Path.GetFileName(path), audits, options);
        call.Finish(
            new
            {
                Predictions = path,
                Training = training,
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
            console => AuditTable.Draw(console, path, counts, audits, options, call.Get(_shown)));
        return Task.FromResult(_limit.Check(call, audits));
    }
}
