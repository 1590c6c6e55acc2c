using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>Which images to audit a run's model on: those it was validated with, or others.</summary>
internal sealed class RunImages : OptionGroup
{
    private readonly Option<string?> _labels = new("--labels") { Description = "A CSV file that labels the images of DATA, instead of folders.", HelpName = "file" };
    private readonly AttributeOptions _attributes = new();
    private readonly RunModelChoice _model = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_labels, .. _attributes.Options, .. _model.Options];

    /// <summary>The images.</summary>
    public Argument<string?> Data { get; } = new("data")
    {
        Description = "Labeled images: a folder, a .tar or a .csv as for atelier train [default: those the run was validated with].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The images and the model.</summary>
    public RunAuditOptions Read(Invocation call) => new()
    {
        Data = call.Get(Data),
        Labels = call.Get(_labels),
        Attributes = _attributes.File(call),
        Attribute = _attributes.Column(call),
        Model = _model.Read(call) ?? RunModel.Last,
    };
}
