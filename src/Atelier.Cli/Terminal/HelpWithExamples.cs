using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Atelier.Cli;

/// <summary>The usual help, followed by examples, the command's own or, for a group, the first of each command, and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in Examples(parseResult.CommandResult.Command))
            output.WriteLine($"  {example}");
        output.WriteLine();
        output.WriteLine($"Exit codes: {ExitCode.Done} done, {ExitCode.Failed} failed, {ExitCode.WrongUsage} wrong usage, {ExitCode.Stopped} stopped by the user.");
        return code;
    }

    private static IEnumerable<string> Examples(Command command) =>
        command is AtelierCommand atelier ? atelier.Examples : command.Subcommands.SelectMany(child => Examples(child).Take(1));
}
