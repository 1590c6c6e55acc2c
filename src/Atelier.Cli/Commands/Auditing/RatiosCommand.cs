using System.CommandLine;
using System.Globalization;
using Atelier.Auditing;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier audit ratios TABLE</c>: amplification from a table of shares, when there are no counts.</summary>
internal sealed class RatiosCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _path = new("table") { Description = "A CSV file with a row for each label: one group's share in training, and in predictions." };
    private readonly Option<string?> _label = new("--label") { Description = "The column of the labels [default: the first that does not hold numbers].", HelpName = "column" };
    private readonly Option<string?> _training = new("--training") { Description = "The column of the training shares [default: the first with 'train' in its name].", HelpName = "column" };
    private readonly Option<string[]> _predicted = new("--predicted") { Description = "A column of predicted shares; repeat it for several stages [default: all other columns of numbers].", HelpName = "column" };
    private readonly Option<string> _group = new("--group") { Description = "The group whose shares they are.", HelpName = "name", DefaultValueFactory = _ => "the group" };
    private readonly Option<string> _rest = new("--rest") { Description = "What to call everyone else.", HelpName = "name", DefaultValueFactory = _ => "the rest" };
    private readonly Option<string?> _highlight = new("--highlight") { Description = "A label to feature [default: the most amplified].", HelpName = "label" };
    private readonly StatisticsOptions _statistics = new();
    private readonly OutputOptions _report = new("Write a readable report: one HTML file.", isRequired: false, "--report");
    private readonly Option<int> _shown = NewOption.Number("--show", "Labels to show; --json has all of them.", 10, least: 0);

    /// <param name="streams">Where to write.</param>
    public RatiosCommand(Streams streams)
        : base(
            streams,
            "ratios",
            "Shows from a table of shares whether predictions are more biased than the training data.",
            "atelier audit ratios verbs.csv --group men --rest women --highlight cooking --report verbs.html")
    {
        Add(_path);
        Add(_label);
        Add(_training);
        Add(_predicted);
        Add(_group);
        Add(_rest);
        Add(_highlight);
        Add(_statistics);
        Add(_report);
        Add(_shown);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var report = _report.Path(call) is { } page ? _report.Claim(call, page) : null;
        var (path, options) = (call.Get(_path).ToString(), _statistics.Read(call));
        var audit = RatioAudit.Read(path, call.Get(_group), call.Get(_rest), call.Get(_label), call.Get(_training), call.Get(_predicted), options);
        var highlight = Highlighted(path, audit, call.Get(_highlight));
        if (report is not null)
            audit.WriteReport(report, Path.GetFileName(path), highlight);
        return Task.FromResult(call.Finish(
            new { Table = path, options.Margin, options.Confidence, options.Resamples, options.Seed, Highlight = highlight, Report = report, Audit = audit },
            console => Draw(console, audit, highlight, call.Get(_shown))));
    }

    private static RatioLabel Highlighted(string path, RatioAudit audit, string? name) => name is null
        ? audit.Labels[0]
        : audit.Labels.FirstOrDefault(label => label.Label == name) ?? throw new AuditException(path, $"has no label '{name}' to highlight.");

    private static void Draw(IAnsiConsole console, RatioAudit audit, RatioLabel highlight, int shown)
    {
        console.Write(new Text($"{highlight.Label}: {Story(audit, highlight)}.\n", new Style(decoration: Decoration.Bold)));
        var figures = new Table { Border = TableBorder.Horizontal };
        figures.AddColumn(new TableColumn("Predictions").NoWrap()).AddColumn(Right("Mean amplif.")).AddColumn(Right($"{audit.Options.Confidence * 100:0.#} % interval"))
            .AddColumn(Right(string.Create(CultureInfo.InvariantCulture, $"Off by more than {audit.Options.Margin}")));
        foreach (var stage in audit.Stages)
            figures.AddRow(
                new Text(stage.Column),
                new Text(Figure.Plain(stage.MeanAmplification, "0.0000")),
                new Text(Figure.Ends(stage.MeanAmplification, "0.0000")),
                new Text($"{stage.Violations} of {audit.Labels.Count}"));
        console.Write(figures);
        if (shown > 0)
            console.Write(Labels(audit, shown));
        foreach (var caveat in audit.Caveats)
            console.Write(new Text($"- {caveat}\n"));
    }

    private static Table Labels(RatioAudit audit, int shown)
    {
        var table = new Table
        {
            Border = TableBorder.Horizontal,
            Title = new($"Labels, most amplified first{(audit.Labels.Count > shown ? $" ({shown} of {audit.Labels.Count})" : "")}", Style.Plain),
        };
        table.AddColumn("Label").AddColumn("Who leads").AddColumn(Right("Training"));
        foreach (var stage in audit.Stages)
            table.AddColumn(Right(stage.Column));
        foreach (var label in audit.Labels.Take(shown))
            table.AddRow([new Text(label.Label), new Text(audit.Leader(label)), .. Shares(label).Select(share => new Text(share))]);
        return table;
    }

    private static string Story(RatioAudit audit, RatioLabel label) => $"{audit.Leader(label)} {string.Join(", then ", Shares(label))}";

    private static IEnumerable<string> Shares(RatioLabel label) =>
        ((double[])[label.Training, .. label.Predicted]).Select(share => string.Create(CultureInfo.InvariantCulture, $"{label.OfLeader(share) * 100:0.0} %"));

    private static TableColumn Right(string header) => new TableColumn(header).PadLeft(0).PadRight(1).RightAligned();
}
