using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary>Turns every error into a sentence and an exit code; ATELIER_DEBUG=1 adds the stack trace.</summary>
internal static class Failure
{
    /// <summary>Whether the parser found an error, or took an unknown option for a file name or an option's value.</summary>
    public static bool IsWrongUsage(ParseResult parsed) => parsed.Action is ParseErrorAction || (!IsHelp(parsed) && (UnknownOption(parsed) is not null || HasEmptyWord(parsed)));

    /// <summary>Prints what is wrong with the command line.</summary>
    public static int WrongUsage(Streams streams, ParseResult parsed)
    {
        foreach (var message in Mistakes(parsed).Distinct(StringComparer.Ordinal).Take(2))
            streams.Error.WriteLine($"atelier: {FirstLine(message)}");
        return Hint(streams, parsed);
    }

    // An unknown word causes several errors at once; only the word itself is worth mentioning.
    private static IEnumerable<string> Mistakes(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } option)
            return [$"There is no option '{option}' here{Suggestion(option, command.Options.SelectMany(known => (string[])[known.Name, .. known.Aliases]))}"];
        if (HasEmptyWord(parsed))
            return [EmptyWord(parsed)];
        // A command with both arguments and subcommands lacks an argument, not a subcommand.
        var isGroup = command.Subcommands.Count > 0 && command.Arguments.Count == 0;
        if (parsed.UnmatchedTokens is [var unknown, ..])
            return [$"There is no {(isGroup ? "command" : "argument")} '{unknown}' here{Suggestion(unknown, command.Subcommands.Select(child => child.Name))}"];
        return isGroup
            ? [$"Name a command: {string.Join(", ", command.Subcommands.Select(child => child.Name))}."]
            : parsed.Errors.Select(error => error.Message);
    }

    /// <summary>Prints what went wrong, and returns the exit code.</summary>
    public static int Explain(Exception exception, Streams streams, ParseResult parsed, CancellationToken stop)
    {
        if (exception is OperationCanceledException && stop.IsCancellationRequested)
        {
            streams.Error.WriteLine("Stopped.");
            return ExitCode.Stopped;
        }
        streams.Error.WriteLine($"atelier: {Sentence(exception)}");
        if (Environment.GetEnvironmentVariable("ATELIER_DEBUG") is "1")
            streams.Error.WriteLine(exception);
        return exception is UsageException ? Hint(streams, parsed) : ExitCode.Failed;
    }

    // A dash and a letter start an option; after "--", anything is allowed.
    private static string? UnknownOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .FirstOrDefault(token => token is { Type: TokenType.Argument, Value: ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] })?.Value;

    // Ends the sentence.
    private static string Suggestion(string written, IEnumerable<string> words) =>
        Spelling.Near(written, words) is { } near ? $"; did you mean '{near}'?" : ".";

    // No option takes one: it is a variable of a script that was not set.
    private static bool HasEmptyWord(ParseResult parsed) => parsed.Tokens.Any(token => token.Value.Length == 0);

    private static string EmptyWord(ParseResult parsed) =>
        parsed.Tokens.TakeWhile(token => token.Value.Length > 0).LastOrDefault() is { Type: TokenType.Option, Value: var option }
            ? $"{option} is given an empty text: give it a value, or leave it out."
            : "One of the words is empty: give it a value, or leave it out.";

    private static bool IsHelp(ParseResult parsed) => parsed.Action is HelpWithExamples;

    private static string Sentence(Exception exception) => exception switch
    {
        AtelierException => exception.Message,
        _ when IsOutOfMemory(exception) => "There is not enough memory for this: use a smaller size, or close other programs.",
        IOException or UnauthorizedAccessException => exception.Message,
        _ => $"Unexpected error: {exception.GetType().Name}: {FirstLine(exception.Message)} "
            + "This is a bug in Atelier; please report it with what ATELIER_DEBUG=1 prints.",
    };

    // torch reports a failed allocation only by its message.
    private static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    private static int Hint(Streams streams, ParseResult parsed)
    {
        var path = new List<string>();
        for (var at = parsed.CommandResult; at is { Parent: CommandResult parent }; at = parent)
            path.Insert(0, at.Command.Name);
        streams.Error.WriteLine($"See: {string.Join(' ', ["atelier", .. path, "--help"])}");
        return ExitCode.WrongUsage;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
