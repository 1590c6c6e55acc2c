using System.CommandLine;
using Atelier.Auditing;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier audit run RUN</c>: whether a model trained here is more biased than the data it learned from.</summary>
internal sealed class AuditRunCommand : AtelierCommand
{
    private readonly Argument<string> _run = new("run") { Description = "The folder written by atelier train." };
    private readonly RunImages _images = new();
    private readonly StatisticsOptions _statistics = new();
    private readonly AuditLimit _limit = new();
    private readonly Option<int> _shown = NewOption.Number("--show", "Labels to show in each table; --json has all of them.", 10, least: 0);
    private readonly OutputOptions _report = new("Write a readable report: one HTML file.", isRequired: false, "--report");
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write a table for atelier audit and audit calibrate: image, label, prediction, attribute, and a score for each class.", HelpName = "file" };
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    public AuditRunCommand(Streams streams)
        : base(
            streams,
            "run",
            "Runs a trained model on labeled images and shows whether it is more biased between groups than its data.",
            "atelier audit run runs/first --report report.html",
            "atelier audit run runs/first --attributes people.csv --attribute gender --predictions predictions.csv",
            "atelier audit run runs/first other-photos --attributes others.csv --attribute gender --fail-above 0.02")
    {
        Add(_run);
        Add(_images.Data);
        Add(_images);
        Add(_statistics);
        Add(_limit);
        Add(_shown);
        Add(_report);
        Add(_predictions);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var report = _report.Path(call) is { } page ? _report.Claim(call, page) : null;
        var table = call.Get(_predictions) is { } given ? _report.Claim(call, given, _predictions.Name) : null;
        var options = _images.Read(call) with { Statistics = _statistics.Read(call), Compute = _compute.Read(call) };
        var audit = Audit(call, options, stop);
        foreach (var problem in audit.Problems)
            call.Say(problem);
        if (table is not null)
            audit.WritePredictions(table);
        if (report is not null)
            audit.WriteReport(report);
        var (run, statistics) = (call.Get(_run), options.Statistics);
        call.Finish(
            new
            {
                Run = run,
                audit.Data,
                Report = report,
                Predictions = table,
                audit.Images,
                Unreadable = audit.Problems.Count,
                statistics.Margin,
                statistics.Confidence,
                statistics.Resamples,
                statistics.Seed,
                statistics.FewestRows,
                Attributes = (AttributeAudit[])[audit.Attribute],
            },
            console => AuditTable.Draw(console, $"{run}: {audit.Images:N0} rows.", [audit.Attribute], call.Get(_shown)));
        return Task.FromResult(_limit.Check(call, [audit.Attribute]));
    }

    private RunAudit Audit(Invocation call, RunAuditOptions options, CancellationToken stop)
    {
        using var line = call.Progress("images");
        return Invocation.Build(() => RunAudit.Create(call.Get(_run), options, new ImageCounter(line), stop));
    }
}
