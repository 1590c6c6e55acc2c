using System.CommandLine;
using Atelier.Auditing;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier audit run RUN</c>: whether a model that was trained here is more lopsided than what it learned from.</summary>
internal sealed class AuditRunCommand : AtelierCommand
{
    private readonly Argument<string> _run = new("run") { Description = "The folder that atelier train wrote." };
    private readonly RunImages _images = new();
    private readonly StatisticsOptions _statistics = new();
    private readonly AuditLimit _limit = new();
    private readonly Option<int> _shown = NewOption.Number("--show", "Labels to show in each table; --json has all.", 10, least: 0);
    private readonly OutputOptions _report = new("Write a page for people: one HTML file.", isRequired: false, "--report");
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write a table for atelier audit and audit calibrate: image, label, prediction, attribute, and a score for each class.", HelpName = "file" };
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    public AuditRunCommand(Streams streams)
        : base(
            streams,
            "run",
            "Shows labeled images to a model that was trained here, and tells whether it is more lopsided between groups than its data.",
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
        var table = call.Get(_predictions) is { } given ? _report.Claim(call, given) : null;
        var (folder, options) = (new RunFolder(call.Get(_run)), _statistics.Read(call));
        var run = folder.Read();
        var (model, images) = (_images.Model(call, folder, run), _images.Open(call, folder, run));
        if (images.Images.Attribute is null)
            throw new UsageException("An audit compares groups: name the file with the images' attribute by --attributes.");
        var judged = JudgedImages.Judge(call, model, _compute.Read(call).Apply(), images, stop);
        foreach (var problem in judged.Problems)
            call.Say(problem);
        if (table is not null)
            judged.Write(table, run.Classes);
        var counts = judged.Counts();
        var audit = Groups.Compared(judged.Images.Path, () => new Auditor(options).Audit(counts, images.CountTraining(), stop));
        if (report is not null)
            AuditReport.Write(report, folder.Name, [audit], options);
        call.Finish(
            new
            {
                Run = folder.Path,
                Data = judged.Images.Path,
                Report = report,
                Predictions = table,
                Images = judged.Rows.Count,
                Unreadable = judged.Problems.Count(),
                options.Margin,
                options.Confidence,
                options.Resamples,
                options.Seed,
                options.FewestRows,
                Attributes = (AttributeAudit[])[audit],
            },
            console => AuditTable.Draw(console, folder.Path, new TableCounts(judged.Rows.Count, 0, 0, [counts]), [audit], options, call.Get(_shown)));
        return Task.FromResult(_limit.Judge(call, [audit]));
    }
}
