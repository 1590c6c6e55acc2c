using System.CommandLine;

namespace Atelier.Cli;

/// <summary>
/// A command. Its constructor declares its arguments and options, <see cref="RunAsync"/> does the work; help, JSON, stopping and
/// errors are handled here. An argument or option of type <see cref="FileInfo"/> or <see cref="DirectoryInfo"/> names an input,
/// which must exist before the command runs.
/// </summary>
internal abstract class AtelierCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as one JSON object on standard output." };

    /// <param name="streams">Where to write.</param>
    /// <param name="name">One word.</param>
    /// <param name="description">One sentence, for the help.</param>
    /// <param name="examples">Complete command lines, at least one, each starting with <c>atelier</c>.</param>
    protected AtelierCommand(Streams streams, string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        Add(_json);
        SetAction((parsed, stop) =>
        {
            InputFiles.Check(parsed);
            return RunAsync(new Invocation(parsed, streams, parsed.GetValue(_json)), stop);
        });
    }

    /// <summary>Example command lines for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work.</summary>
    /// <param name="call">The parsed values and the output.</param>
    /// <param name="stop">Canceled when the user wants to stop; an <see cref="OperationCanceledException"/> is the right answer.</param>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(Invocation call, CancellationToken stop);

    /// <summary>Adds the options of a group.</summary>
    protected void Add(OptionGroup group)
    {
        foreach (var option in group.Options)
            Add(option);
    }
}
