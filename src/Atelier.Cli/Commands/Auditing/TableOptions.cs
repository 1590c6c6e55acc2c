using System.CommandLine;
using System.Text;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>Which columns of a CSV file hold what.</summary>
internal sealed class TableOptions : OptionGroup
{
    private readonly Option<string> _label = new("--label") { Description = "The column of the truth.", HelpName = "column", DefaultValueFactory = _ => "label" };

    private readonly Option<string[]> _attributes = new("--attribute") { Description = "The column of the groups to compare, such as gender; repeat it for several attributes.", HelpName = "column", Required = true };

    private readonly Option<string?> _separator = new("--separator") { Description = "The character that separates several labels in one cell [default: a cell holds one label].", HelpName = "character" };

    private readonly Option<string[]> _missing = new("--missing") { Description = "A value that means unknown, besides an empty cell; repeat it for several.", HelpName = "value" };

    private readonly Option<string[]> _where = new("--where") { Description = "Count only rows with this value in this column, such as rank=1; repeat it for several.", HelpName = "column=value" };

    private readonly Option<string?> _encoding = new("--encoding") { Description = "The encoding of the files, such as iso-8859-1 [default: UTF-8 or what a byte order mark says].", HelpName = "name" };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_label, _attributes, _separator, _missing, _where, _encoding];

    /// <summary>The columns, without predictions.</summary>
    public TableColumns Read(Invocation call) => new()
    {
        Label = call.Get(_label),
        Attributes = [.. call.Get(_attributes).Distinct(StringComparer.OrdinalIgnoreCase)],
        Separator = SeparatorOf(call.Get(_separator)),
        Missing = call.Get(_missing),
        Where = [.. call.Get(_where).Select(Condition)],
        Encoding = EncodingOf(call.Get(_encoding)),
    };

    private static char? SeparatorOf(string? text) => text switch
    {
        null => null,
        [var one] when char.IsAscii(one) => one,
        _ => throw new UsageException($"--separator takes one ASCII character, not '{text}'."),
    };

    private static KeyValuePair<string, string> Condition(string text) => text.IndexOf('=') is > 0 and var at
        ? new(text[..at], text[(at + 1)..])
        : throw new UsageException($"--where takes column=value, not '{text}'.");

    private static Encoding? EncodingOf(string? name)
    {
        try
        {
            return name is null ? null : Encoding.GetEncoding(name);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"There is no encoding '{name}'; use utf-8, utf-16, iso-8859-1 or another that .NET knows.", e);
        }
    }
}
