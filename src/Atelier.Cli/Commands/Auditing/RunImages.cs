using System.CommandLine;
using Atelier.Data;
using Atelier.Runs;

namespace Atelier.Cli;

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
        Description = "Labeled images: a folder, a .tar or a .csv as for atelier train [default: those that the run was validated with].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Which of the run's models is audited.</summary>
    public Predictor Model(Invocation call, RunFolder folder, RunDescription run) => _model.Of(call, folder, run);

    /// <summary>Finds the images.</summary>
    public ChosenImages Open(Invocation call, RunFolder folder, RunDescription run)
    {
        if (call.Get(Data) is { } other)
        {
            var images = ImageCollection.Open(other, new() { LabelFile = call.Get(_labels), AttributeFile = _attributes.File(call), AttributeColumn = _attributes.Column(call) });
            return new(images, [.. Enumerable.Range(0, images.Images.Count)]);
        }
        if (call.Get(_labels) is not null)
            throw new UsageException("--labels is for DATA; the run knows its own labels.");
        var chosen = ChosenImages.OfRun(folder, run, _attributes, call);
        return chosen.Indices.Count > 0 ? chosen : throw new InputException($"{folder.Path}: was trained without validation images; name others to judge it on.");
    }
}
