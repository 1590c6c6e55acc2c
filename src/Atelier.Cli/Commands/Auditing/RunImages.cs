using System.CommandLine;
using Atelier.Auditing.Counts;
using Atelier.Cli.Commands.Training;
using Atelier.Cli.Terminal;
using Atelier.Training.Data.Sources;
using Atelier.Training.Runs;
using static TorchSharp.torch;

namespace Atelier.Cli.Commands.Auditing;

/// <summary>Which images a run's model is audited on: those that it was validated with, or others.</summary>
internal sealed class RunImages : OptionGroup
{
    private readonly Option<string?> _labels = new("--labels") { Description = "A CSV file that labels the images of DATA, in place of folders.", HelpName = "file" };
    private readonly AttributeOptions _attributes = new();
    private readonly RunModelChoice _model = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_labels, .. _attributes.Options, .. _model.Options];

    /// <summary>The images.</summary>
    public Argument<string?> Data { get; } = new("data")
    {
        Description = "Labelled images: a folder, a .tar or a .csv as for atelier train [default: those that the run was validated with].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Shows the images to the model.</summary>
    /// <returns>What it says; and truth and group of the run's training images, null where other images are audited.</returns>
    public (JudgedImages Judged, Contingency? Training) Judge(Invocation call, RunFolder folder, RunDescription run, Device device, CancellationToken stop)
    {
        var predictor = _model.Of(call, folder, run);
        if (call.Get(Data) is { } other)
        {
            var images = ImageCollection.Open(other, new() { LabelFile = call.Get(_labels), AttributeFile = _attributes.File(call), AttributeColumn = _attributes.Column(call) });
            return (JudgedImages.Of(call, predictor, device, images, [.. Enumerable.Range(0, images.Images.Count)], stop), null);
        }
        if (call.Get(_labels) is not null)
            throw new UsageException("--labels is for DATA; the run knows its own labels.");
        var own = RunData.Open(WithAttributes(call, run), TrainedNetworks.NormalizationOf(run.Network));
        own.CheckAgainst(run, folder.Path);
        if (own.Split.Validation.Count == 0)
            throw new InputException($"{folder.Path}: was trained without validation images; name DATA to judge it on.");
        var judged = JudgedImages.Of(call, predictor, device, own.Images, own.Split.Validation, stop);
        return (judged, own.Images.Attribute is null ? null : JudgedImages.Counts(own.Images, own.Split.Training));
    }

    // The run's own attribute, unless another is asked for.
    private RunDescription WithAttributes(Invocation call, RunDescription run) =>
        _attributes.IsGiven(call) ? run with { Attributes = _attributes.File(call) ?? run.Attributes, Attribute = _attributes.Column(call) } : run;
}
