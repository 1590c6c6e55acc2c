using System.CommandLine;

namespace Atelier.Cli.Terminal;

/// <summary><c>--output</c> and <c>--force</c>: the file to write, never over an existing one unasked.</summary>
internal sealed class OutputOptions : OptionGroup
{
    private readonly Option<string> _output;
    private readonly Option<bool> _force = new("--force") { Description = "Replace the output where it exists." };

    /// <param name="description">What is written, for the help.</param>
    public OutputOptions(string description) =>
        _output = new Option<string>("--output", "-o") { Description = description, HelpName = "file", Required = true };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_output, _force];

    /// <summary>The path to write. Call it before any work.</summary>
    /// <exception cref="InputException">The file exists and <c>--force</c> was not given, or it is a folder.</exception>
    public string Claim(Invocation call) => Claim(call, call.Get(_output));

    /// <summary>As <see cref="Claim(Invocation)"/>, for a further file beside the main one.</summary>
    public string Claim(Invocation call, string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; name a file to write.");
        if (File.Exists(path) && !call.Get(_force))
            throw new InputException($"{path}: exists already; use --force to replace it.");
        return path;
    }
}
