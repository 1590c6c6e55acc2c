using System.CommandLine;

namespace Atelier.Cli;

/// <summary>What the images have besides a class, such as who is in them.</summary>
internal sealed class AttributeOptions : OptionGroup
{
    private readonly Option<FileInfo?> _file = new("--attributes") { Description = "A CSV file with an attribute of the images, such as who is in them; a column has the file names.", HelpName = "file" };

    private readonly Option<string?> _column = new("--attribute") { Description = "The attribute's column in that file or, without one, in the labels'.", HelpName = "column" };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_file, _column];

    /// <summary>Whether there is to be one.</summary>
    public bool IsGiven(Invocation call) => File(call) is not null || Column(call) is not null;

    /// <summary>The whole path of the file, or null.</summary>
    public string? File(Invocation call) => call.Get(_file)?.FullName;

    /// <summary>The column, or null.</summary>
    public string? Column(Invocation call) => call.Get(_column);
}
