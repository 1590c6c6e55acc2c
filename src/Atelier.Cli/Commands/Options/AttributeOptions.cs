using System.CommandLine;

namespace Atelier.Cli;

/// <summary>What the images have besides a class, such as who is in them.</summary>
internal sealed class AttributeOptions : OptionGroup
{
    /// <summary>The help of <c>--attributes</c>.</summary>
    public const string FileDescription = "A CSV file with an attribute of the images, such as who is in them; one column has the file names.";

    /// <summary>The help of <c>--attribute</c>.</summary>
    public const string ColumnDescription = "The attribute's column in that file or, without one, in the file of labels.";

    private readonly Option<FileInfo?> _file = new("--attributes") { Description = FileDescription, HelpName = "file" };

    private readonly Option<string?> _column = new("--attribute") { Description = ColumnDescription, HelpName = "column" };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_file, _column];

    /// <summary>The full path of the file, or null.</summary>
    public string? File(Invocation call) => call.Get(_file)?.FullName;

    /// <summary>The column, or null.</summary>
    public string? Column(Invocation call) => call.Get(_column);
}
