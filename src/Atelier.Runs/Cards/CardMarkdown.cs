using System.Globalization;
using System.Text;

namespace Atelier.Runs;

/// <summary>A model card as people read it.</summary>
internal static class CardMarkdown
{
    private const string NotStated = "*Not stated by the author.*";
    private const string Missing = "missing";

    private static readonly string[] HarmfulAnyway =
    [
        "Decisions about people: who is hired, admitted, treated, insured, policed.",
        "Watching people, or telling from a picture who someone is, where they come from, or what they think.",
        "Passing off its output as certain: it names one of its classes for every picture, even for a picture of none of them.",
    ];

    /// <summary>The card in Markdown.</summary>
    /// <param name="card">The card.</param>
    /// <param name="plots">Plots of the training to show, as paths relative to the card.</param>
    public static string Render(ModelCard card, IReadOnlyList<string> plots)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(plots);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Model card: {card.Name}\n");
        Model(text, card);
        Section(text, "Intended use", Stated(card.Statements.IntendedUse));
        Section(text, "Out of scope", Stated(card.Statements.OutOfScope), $"Pictures of anything other than {Classes(card.Model.Classes)}: the model knows nothing else.");
        Section(text, "Harmful uses", Stated(card.Statements.HarmfulUses), $"Regardless of what the author says, not for:\n\n{string.Join('\n', HarmfulAnyway.Select(use => $"- {use}"))}");
        Data(text, card);
        Training(text, card.Training, plots);
        Results(text, card.Results);
        Audit(text, card.Audits);
        Section(text, "Limitations", Stated(card.Statements.Limitations));
        Section(text, "License", $"Model: {Stated(card.Statements.License)}", $"Data: {Stated(card.Statements.DataLicense)}");
        Environment(text, card.Environment);
        return text.ToString();
    }

    private static void Model(StringBuilder text, ModelCard card)
    {
        var model = card.Model;
        Section(text, "Model", Table(
            ["", ""],
            [
                ["made by", Stated(card.Statements.Author)],
                ["does", $"names what is in an image: one of {model.Classes.Count} classes"],
                ["classes", Classes(model.Classes)],
                ["network", $"{model.Network}, {Number(model.Parameters / 1e6, "0.00")} million parameters, {model.ImageSize} x {model.ImageSize} pixel input"],
                ["weights", $"`{model.Weights}`"],
                ["started from", model.StartedFrom ?? "random weights"],
                ["trained", model.Trained.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            ]));
    }

    private static void Data(StringBuilder text, ModelCard card)
    {
        var data = card.Data;
        Section(
            text,
            "Data",
            $"`{data.Name}`: {data.Classes.Sum(count => count.Training)} training and {data.Classes.Sum(count => count.Validation)} validation images.",
            $"Where it comes from: {Stated(card.Statements.DataOrigin)}",
            Table(["class", "training", "validation"], data.Classes.Select(count => (string[])[count.Class, $"{count.Training}", $"{count.Validation}"])));
        if (data.Groups is { } groups)
            Append(text, $"Training images by {groups.Attribute}, with their share of the class's images that have a value:", Balance(groups));
        else
            Append(text, "It is not known who is in the images: no attribute was given.");
    }

    private static string Balance(CardAttribute groups) => Table(
        ["class", .. groups.Values.Select(value => value ?? Missing)],
        groups.Groups.GroupBy(group => group.Class, StringComparer.Ordinal).Select(group =>
        {
            var known = group.Where(count => count.Value is not null).Sum(count => count.Training);
            return (string[])[group.Key, .. group.Select(count => count.Value is null || known == 0 ? $"{count.Training}" : $"{count.Training} ({Percent((double)count.Training / known, "0")})")];
        }));

    private static void Training(StringBuilder text, CardTraining training, IReadOnlyList<string> plots)
    {
        Section(
            text,
            "Training",
            Table(
                ["phase", "epochs", "optimizer", "learning rate", "decay"],
                training.Phases.Index().Select(phase => (string[])[$"{phase.Index + 1}", Number(phase.Item.Epochs), phase.Item.Optimizer, phase.Item.LearningRate, phase.Item.Decay])),
            string.Join('\n', training.Settings.Select(setting => $"- {setting.Key}: {setting.Value}")));
        foreach (var plot in plots)
            Append(text, $"![{Path.GetFileNameWithoutExtension(plot)}]({plot})");
    }

    private static void Results(StringBuilder text, CardResults results)
    {
        Section(text, "Metrics", "On the validation images, which were also used to monitor the training: expect somewhat less on other images.");
        if (results.Metrics.Count > 0)
            Append(text, Table(["metric", "value"], results.Metrics.Select(metric => (string[])[metric.Key, Number(metric.Value, "0.0000")])));
        foreach (var kind in results.Groups.GroupBy(group => group.Kind, StringComparer.Ordinal))
            Append(text, Table(
                [kind.Key, "images", "accuracy", "95% interval"],
                kind.Select(group => (string[])[group.Name ?? Missing, $"{group.Images}", Percent(group.Accuracy), $"{Percent(group.Interval().Low)} to {Percent(group.Interval().High)}"])));
        if (results is { Metrics.Count: 0, Groups.Count: 0 })
            Append(text, "There were no validation images.");
    }

    private static void Audit(StringBuilder text, IReadOnlyList<CardAudit> audits)
    {
        Section(text, "Audit: is it more biased than its data?");
        if (audits.Count == 0)
            Append(text, "*Not audited.* `atelier card` audits a model if an attribute of the images is known (`--attributes`).");
        foreach (var audit in audits)
        {
            Append(
                text,
                $"By {audit.Attribute}: {audit.Summary}",
                Table(
                    ["figure", "value", "interval", "images"],
                    audit.Figures.Select(figure => (string[])[figure.Name, Number(figure.Value, "0.0000"), $"{Number(figure.Low, "0.0000")} to {Number(figure.High, "0.0000")}", $"{figure.Count}"])));
            if (audit.Labels.Count > 0)
                Append(text, Table(
                    ["class", $"leading {audit.Attribute}", "share in training", "share in predictions", "images"],
                    audit.Labels.Select(label => (string[])[label.Label, label.Group, Percent(label.TrainingShare), Percent(label.PredictedShare), $"{label.Count}"])));
            if (audit.Caveats.Count > 0)
                Append(text, string.Join('\n', audit.Caveats.Select(caveat => $"- {caveat}")));
        }
    }

    private static void Environment(StringBuilder text, CardEnvironment environment) => Section(text, "Environment", Table(
        ["", ""],
        [
            ["program", $"Atelier {environment.Version}, TorchSharp {environment.Torch}, {environment.Runtime}"],
            ["machine", $"{environment.Processor}, {environment.System}"],
            ["computed on", environment.Device + (environment.Threads is { } threads ? $", {threads} threads" : "")],
            ["seed", $"{environment.Seed}"],
        ]));

    private static void Section(StringBuilder text, string title, params ReadOnlySpan<string> parts)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
        Append(text, parts);
    }

    private static void Append(StringBuilder text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (part.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"\n{part}\n");
    }

    private static string Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
        return string.Join('\n', [Row(headers), Row(headers.Select(_ => "---")), .. rows.Select(Row)]);
    }

    private static string Classes(IReadOnlyList<string> classes) => string.Join(", ", classes);

    private static string Stated(string? statement) => statement ?? NotStated;

    private static string Number(double value, string format = "0.####") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double share, string format = "0.0") => $"{Number(100 * share, format)}%";
}
