using System.CommandLine;
using Atelier.Core;
using Atelier.Data;
using Atelier.Models;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>The data set and how it becomes batches.</summary>
internal sealed class DataOptions : OptionGroup
{
    private readonly Option<string?> _labels = new("--labels") { Description = "A CSV file that labels the images, in place of folders.", HelpName = "file" };

    private readonly Option<int?> _imageSize = NewOption.OptionalNumber<int>("--image-size", "Pixels a side [default: the network's own].", 8, 4096);

    private readonly Option<int> _batchSize = NewOption.Number("--batch-size", "Images in a batch.", 64, least: 1, most: 65_536);

    private readonly Option<double> _validation = NewOption.Number("--valid-ratio", "Part of each class for validation, where there is no validation folder.", 0.2, 0, 0.99);

    private readonly Option<string> _augment = NewOption.Choice("--augment", "Vary training images: crop, flip, light; or not.", "standard", "standard", "none");

    private readonly Option<string> _corrupt = NewOption.Choice("--corrupt", "What to do with a file that cannot be read.", "refuse", "refuse", "skip");

    private readonly AttributeOptions _attributes = new();

    private readonly Option<bool> _reweigh = new("--reweigh") { Description = "Weigh the images' losses so that class and attribute become independent (Kamiran and Calders)." };

    private readonly Option<bool> _balance = new("--balance") { Description = "Draw each class equally in every epoch or, with an attribute, each class with each of its values." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_labels, .. _attributes.Options, _reweigh, _balance, _imageSize, _batchSize, _validation, _augment, _corrupt];

    /// <summary>The data set.</summary>
    public Argument<string> Data { get; } = new("data") { Description = "A folder with a sub-folder for each class (or train and val folders of such), a .tar of one, or a .csv of labels." };

    /// <summary>A description with these values alone.</summary>
    /// <exception cref="UsageException">The images are too small for the network, or options contradict each other.</exception>
    public RunDescription Describe(Invocation call, ClassifierKind kind, ComputeSettings settings) => new()
    {
        Data = Path.GetFullPath(call.Get(Data)),
        Labels = call.Get(_labels) is { } labels ? Path.GetFullPath(labels) : null,
        Attributes = _attributes.File(call),
        Attribute = _attributes.Column(call),
        Balancing = BalancingOf(call),
        Network = kind.Name,
        Classes = [],
        ImageSize = SizeFor(kind, call.Get(_imageSize) ?? kind.InputSize),
        BatchSize = call.Get(_batchSize),
        ValidRatio = call.Get(_validation),
        Augmentation = call.Get(_augment),
        SkipCorrupt = call.Get(_corrupt) == "skip",
        Seed = settings.Seed,
        Threads = settings.Threads,
        Device = settings.Device,
    };

    private Balancing BalancingOf(Invocation call) => (call.Get(_reweigh), call.Get(_balance)) switch
    {
        (true, true) => throw new UsageException("Choose one of --reweigh and --balance."),
        (true, _) when !_attributes.IsGiven(call) => throw new UsageException("--reweigh needs an attribute: name its file by --attributes, or its column in the labels by --attribute."),
        (true, _) => Balancing.Reweigh,
        (_, true) => Balancing.Draw,
        _ => Balancing.None,
    };

    private static int SizeFor(ClassifierKind kind, int size) => size >= kind.LeastSize
        ? size
        : throw new UsageException($"{kind.Name} needs images of at least {kind.LeastSize} pixels, not {size}; use a greater --image-size or another --network.");
}
