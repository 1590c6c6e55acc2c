using System.CommandLine;
using Atelier.Data;
using Atelier.Models;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>The data set, the network, and how images become batches: what training and finding a learning rate share.</summary>
internal sealed class DataOptions : OptionGroup
{
    private readonly RecordOptions<TrainOptions> _bound = new(new());
    private readonly Option<string> _network = NewNetworkOption();
    private readonly Option<bool> _reweigh = new("--reweigh") { Description = "Weight the images' losses so that class and attribute become independent (Kamiran and Calders)." };
    private readonly Option<bool> _balance = new("--balance") { Description = "In every epoch, draw each class equally often or, with an attribute, each class with each of its values." };
    private readonly ComputeOptions _compute = new();

    /// <summary>The group.</summary>
    public DataOptions()
    {
        _bound.InputFile("--weights", "Start from the weights in a file; a classifier for other classes is trained from scratch.", (o, v) => o with { Weights = v });
        _bound.Flag("--freeze", "Train only the last layer group.", (o, v) => o with { Freeze = v });
        _bound.InputFile("--labels", "A CSV file that labels the images, instead of folders.", (o, v) => o with { Labels = v });
        _bound.Text("--label-column", "The header of the labels' column in a CSV file [default: guessed].", "column", (o, v) => o with { LabelColumn = v });
        _bound.Text("--file-column", "The header of the column with the files' names in a CSV file [default: guessed].", "column", (o, v) => o with { FileColumn = v });
        _bound.InputFile("--attributes", AttributeOptions.FileDescription, (o, v) => o with { Attributes = v });
        _bound.Text("--attribute", AttributeOptions.ColumnDescription, "column", (o, v) => o with { Attribute = v });
        _bound.OptionalNumber<int>("--image-size", "Pixels per side [default: the network's own].", (o, v) => o with { ImageSize = v });
        _bound.Number("--batch-size", "Images in a batch.", o => o.BatchSize, (o, v) => o with { BatchSize = v });
        _bound.Number("--valid-ratio", "Share of each class for validation, if there is no validation folder.", o => o.ValidationPart, (o, v) => o with { ValidationPart = v });
        _bound.Choice("--augment", "Vary training images (crop, flip, light), or not.", "standard", ["standard", "none"], (o, v) => o with { Augment = v == "standard" });
        _bound.Choice("--corrupt", "What to do with a file that cannot be read.", "refuse", ["refuse", "skip"], (o, v) => o with { SkipCorrupt = v == "skip" });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_network, .. _bound.Options, _reweigh, _balance, .. _compute.Options];

    /// <summary>The data set.</summary>
    public Argument<string> Data { get; } = new("data") { Description = "A folder with a subfolder for each class (or train and val folders of such), a .tar of one, or a .csv of labels." };

    /// <summary>The network's name.</summary>
    public string Network(Invocation call) => call.Get(_network);

    /// <summary>The options; those outside this group have their defaults.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public TrainOptions Read(Invocation call) => _bound.Read(call, new()) with
    {
        Compute = _compute.Read(call),
        Balancing = (call.Get(_reweigh), call.Get(_balance)) switch
        {
            (true, true) => throw new UsageException("Choose one of --reweigh and --balance."),
            (true, _) => Balancing.Reweigh,
            (_, true) => Balancing.Draw,
            _ => Balancing.None,
        },
    };

    private static Option<string> NewNetworkOption()
    {
        var option = new Option<string>("--network") { Description = "The network, by its name in `atelier networks`.", HelpName = "name", DefaultValueFactory = _ => TrainRun.DefaultNetwork };
        option.CompletionSources.Add([.. NetworkCatalog.All.Where(network => network.CanClassify).Select(network => network.Name)]);
        return option;
    }
}
