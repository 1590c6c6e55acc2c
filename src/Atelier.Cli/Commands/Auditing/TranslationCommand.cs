using System.CommandLine;
using System.Globalization;
using Atelier.Auditing;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier audit translation PAIRS</c>: the gendered pronouns that a translation flips.</summary>
internal sealed class TranslationCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _path = new("pairs") { Description = "A CSV file with a row for each pair: a sentence, and the same after translation there and back." };
    private readonly Option<string> _source = new("--source") { Description = "The column of the source sentences.", HelpName = "column", DefaultValueFactory = _ => "source" };
    private readonly Option<string> _target = new("--target") { Description = "The column of the translated sentences.", HelpName = "column", DefaultValueFactory = _ => "target" };
    private readonly Option<string?> _occupation = new("--occupation") { Description = "The column of the occupations [default: 'occupation', if there is one].", HelpName = "column" };
    private readonly Option<FileInfo?> _pronouns = new("--pronouns") { Description = "A CSV file with the columns word and gender, in addition to the English pronouns.", HelpName = "file" };
    private readonly Option<bool> _only = new("--only-these-pronouns") { Description = "Use only the pronouns in --pronouns." };
    private readonly StatisticsOptions _statistics = new();
    private readonly Option<int> _shown = NewOption.Number("--occupations", "Occupations to show; --json has all of them.", 10, least: 0);

    /// <param name="streams">Where to write.</param>
    public TranslationCommand(Streams streams)
        : base(
            streams,
            "translation",
            "Counts the gendered pronouns that a translation flips, by occupation and direction.",
            "atelier audit translation pairs.csv --source english --target back --occupation job",
            "atelier audit translation pairs.csv --pronouns turkish.csv --json")
    {
        Add(_path);
        Add(_source);
        Add(_target);
        Add(_occupation);
        Add(_pronouns);
        Add(_only);
        Add(_statistics);
        Add(_shown);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var own = call.Get(_pronouns) is { } file ? Pronouns.Read(file.ToString()) : null;
        if (own is null && call.Get(_only))
            throw new UsageException("--only-these-pronouns needs --pronouns.");
        var pronouns = own is null ? Pronouns.English : call.Get(_only) ? own : Pronouns.English.With(own);
        var (path, options) = (call.Get(_path).ToString(), _statistics.Read(call));
        var audit = TranslationAudit.Read(path, call.Get(_source), call.Get(_target), call.Get(_occupation), null, pronouns, options, stop);
        return Task.FromResult(call.Finish(
            new { Pairs = path, pronouns.Genders, options.Confidence, options.Resamples, options.Seed, options.FewestRows, Audit = audit },
            console => Draw(console, audit, options, call.Get(_shown))));
    }

    private static void Draw(IAnsiConsole console, TranslationAudit audit, AuditOptions options, int shown)
    {
        console.Write(new Text($"{Sentence(audit)}\n", new Style(decoration: Decoration.Bold)));
        if (audit.All is { } all)
        {
            var table = new Table { Border = TableBorder.Horizontal };
            table.AddColumn("Occupation").AddColumn("From").AddColumn("To").AddColumn(Right("Count")).AddColumn(Right("Share")).AddColumn(Right($"{options.Confidence * 100:0.#} % interval"));
            Rows(table, "all", all.Flows);
            if (audit.Occupations is not [{ Occupation: "" }])
                foreach (var occupation in audit.Occupations.Take(shown))
                    Rows(table, occupation.Occupation.Length > 0 ? occupation.Occupation : "(none)", occupation.Flows.Where(flow => flow.IsFlip || flow.To is null));
            console.Write(table);
        }
        if (audit.Added.Count > 0)
            console.Write(new Text($"- Added by the translation: {string.Join(", ", audit.Added.Select(pair => $"{pair.Value} {pair.Key}"))}.\n"));
        if (audit.Occupations.Any(occupation => occupation.FlipRate.IsUncertain))
            console.Write(new Text($"- ~ marks shares based on fewer than {options.FewestRows} pronouns: too few to say.\n"));
    }

    private static void Rows(Table table, string occupation, IEnumerable<PronounFlow> flows)
    {
        foreach (var (at, flow) in flows.Index())
            table.AddRow(
                new Text(at == 0 ? occupation : ""),
                new Text(flow.From),
                new Text(flow.To ?? "(gone)"),
                new Text($"{flow.Count:N0} of {flow.Share.Count:N0}"),
                new Text(Figure.Percent(flow.Share) + (flow.Share.IsUncertain ? "~" : " ")),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{flow.Share.Low * 100:0.0} to {flow.Share.High * 100:0.0} %")));
    }

    private static string Sentence(TranslationAudit audit) => audit.All is { } all
        ? $"{all.Flips:N0} of {all.Pronouns:N0} gendered pronouns changed gender, in {audit.Rows:N0} pairs, of which {audit.WithoutPronoun:N0} have none."
        : $"None of the {audit.Rows:N0} pairs has a gendered pronoun in its source.";

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
