using System.CommandLine;
using Atelier.Data;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier data show</c>: classes, their balance, image sizes and corrupt files of a data set.</summary>
internal sealed class DataShowCommand : AtelierCommand
{
    private const int SizesShown = 5;
    private const int CorruptShown = 10;

    private readonly Argument<string> _data = new("data") { Description = "A folder with a subfolder for each class (or train and val folders of such), a .tar of one, or a .csv of labels." };

    private readonly Option<string?> _labels = new("--labels") { Description = "A CSV file that labels the images, instead of folders.", HelpName = "file" };

    private readonly Option<string?> _labelColumn = new("--label-column") { Description = "The header of the labels' column in a CSV file [default: guessed].", HelpName = "column" };

    private readonly Option<string?> _fileColumn = new("--file-column") { Description = "The header of the column with the files' names in a CSV file [default: guessed].", HelpName = "column" };

    private readonly AttributeOptions _attributes = new();

    private readonly RecordOptions<ImageDataOptions> _split = new(new());

    private readonly Option<bool> _decode = new("--decode") { Description = "Decode every image to find all damage [default: read only headers]." };

    /// <param name="streams">Where to write.</param>
    public DataShowCommand(Streams streams)
        : base(
            streams,
            "show",
            "Shows the classes of a data set, how many images each has, their sizes, and files that cannot be read.",
            "atelier data show photos",
            "atelier data show photos --attributes people.csv --attribute gender",
            "atelier data show imagenet-sample-train.tar --decode --json")
    {
        _split.Number("--valid-ratio", "Part of each class for validation, if there is no validation folder.", o => o.ValidationPart, (o, v) => o with { ValidationPart = v });
        _split.Number("--seed", "Chooses the split.", o => o.Seed, (o, v) => o with { Seed = v });
        Add(_data);
        Add(_labels);
        Add(_labelColumn);
        Add(_fileColumn);
        Add(_attributes);
        Add(_split);
        Add(_decode);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var images = ImageCollection.Open(call.Get(_data), new()
        {
            SkipCorrupt = true,
            LabelFile = call.Get(_labels),
            LabelColumn = call.Get(_labelColumn),
            FileColumn = call.Get(_fileColumn),
            AttributeFile = _attributes.File(call),
            AttributeColumn = _attributes.Column(call),
        });
        var options = _split.Read(call, new());
        var split = DataSplit.Random(images, options.ValidationPart, options.Seed);
        var balance = ImageBalance.Count(images, split);
        CollectionReport report;
        using (var line = call.Progress("images"))
            report = CollectionReport.Create(images, call.Get(_decode), new Counted(line, images.Images.Count), stop);
        var result = new
        {
            images.Path,
            Images = images.Images.Count,
            Training = split.Training.Count,
            Validation = split.Validation.Count,
            balance.Imbalance,
            balance.Classes,
            Attribute = balance.Attribute is null ? null : new { balance.Attribute, balance.Values, balance.Groups, balance.Missing },
            images.UnmatchedRows,
            report.Sizes,
            report.Corrupt,
            images.Ignored,
            images.Remarks,
        };
        return Task.FromResult(call.Finish(result, console => Draw(console, images, balance, report)));
    }

    private static void Draw(IAnsiConsole console, ImageCollection images, ImageBalance balance, CollectionReport report)
    {
        console.Write(BalanceTable(balance, console.Profile.Width));
        if (balance.Attribute is not null)
            AttributeView.Draw(console, balance, images.UnmatchedRows);
        var output = console.Profile.Out.Writer;
        output.WriteLine($"{balance.Classes.Sum(c => c.Training)} training and {balance.Classes.Sum(c => c.Validation)} validation images in {balance.Classes.Count} classes."
            + (balance.Imbalance > 1.5 ? $" The largest class has {balance.Imbalance:0.#} times the images of the smallest." : ""));
        output.WriteLine($"Sizes: {string.Join(", ", report.Sizes.Take(SizesShown).Select(size => $"{size.Width} x {size.Height} ({size.Images})"))}{More(report.Sizes.Count - SizesShown)}.");
        foreach (var remark in images.Remarks)
            output.WriteLine(remark);
        if (images.Ignored.Count > 0)
            output.WriteLine($"Ignored: {string.Join(", ", images.Ignored.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {(pair.Key.Length > 0 ? pair.Key : "without extension")}"))}.");
        if (report.Corrupt.Count == 0)
            return;
        output.WriteLine($"Corrupt: {report.Corrupt.Count}{(report.Corrupt.Count > CorruptShown ? $", of which the first {CorruptShown}" : "")}:");
        foreach (var file in report.Corrupt.Take(CorruptShown))
            output.WriteLine($"  {file.Problem}");
    }

    private static Table BalanceTable(ImageBalance balance, int width)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Class").AddColumn(new TableColumn("Training").RightAligned()).AddColumn(new TableColumn("Validation").RightAligned()).AddColumn("");
        var most = Math.Max(1, balance.Classes.Max(count => count.Training + count.Validation));
        var bar = Math.Clamp(width - 30 - balance.Classes.Max(count => count.Class.Length), 8, 30);
        foreach (var count in balance.Classes)
        {
            var (training, both) = (count.Training * bar / most, (count.Training + count.Validation) * bar / most);
            table.AddRow(
                new Text(count.Class),
                new Text($"{count.Training}"),
                new Text($"{count.Validation}"),
                new Text(new string('█', training) + new string('▒', both - training)));
        }
        return table;
    }

    private static string More(int count) => count > 0 ? $" and {count} more" : "";

    private sealed class Counted(ProgressLine line, int total) : IProgress<int>
    {
        public void Report(int value) => line.Report(new ProgressState(value, total));
    }
}
