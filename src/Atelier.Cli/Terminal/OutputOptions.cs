using System.CommandLine;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary><c>--output</c> and <c>--force</c>: the file to write, never over an existing one unasked.</summary>
internal sealed class OutputOptions : OptionGroup
{
    private readonly Option<string> _output;
    private readonly Option<bool> _force = new("--force") { Description = "Replace the output where it exists." };

    /// <param name="description">What is written, for the help.</param>
    /// <param name="isRequired">Whether the command cannot do without a path.</param>
    /// <param name="names">Of the option; <c>--output</c> and <c>-o</c> if there are none.</param>
    public OutputOptions(string description, bool isRequired = true, params string[] names)
    {
        string[] called = names is [] ? ["--output", "-o"] : names;
        _output = new Option<string>(called[0], called[1..]) { Description = description, HelpName = "file", Required = isRequired };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_output, _force];

    /// <summary>Whether - stands for standard output.</summary>
    public bool TakesStandardOutput { get; init; }

    /// <summary>The path as the user gave it, unclaimed; null where none is required or given.</summary>
    public string Path(Invocation call) => call.Get(_output);

    /// <summary>Whether existing files may be replaced.</summary>
    public bool IsForced(Invocation call) => call.Get(_force);

    /// <summary>The path to write. Call it before any work.</summary>
    /// <exception cref="InputException">The file exists and <c>--force</c> was not given, or it is a folder, another file of this command, or cannot be written.</exception>
    public string Claim(Invocation call) => Claim(call, call.Get(_output));

    /// <summary>As <see cref="Claim(Invocation)"/>, for a further file beside the main one.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">The option that names it; this one where null.</param>
    public string Claim(Invocation call, string path, string? name = null)
    {
        if (path == InputFiles.Standard)
            return !TakesStandardOutput ? throw new UsageException($"{name ?? _output.Name} takes a file's name, not -.")
                : call.IsJson ? throw new UsageException("Standard output holds the picture or, with --json, the result: name a file for one of them.") : path;
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; name a file to write.");
        if (File.Exists(path) && !call.Get(_force))
            throw new InputException($"{path}: exists already; use --force to replace it.");
        if (WritableFolder.Problem(path) is { } problem)
            throw new InputException($"{path}: {problem}");
        call.Roles.Claim(name ?? _output.Name, path);
        return path;
    }
}
