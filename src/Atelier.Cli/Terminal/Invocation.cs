using System.CommandLine;
using Atelier.Core;
using Atelier.Stylization;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>One run of a command: the parsed values and the output.</summary>
internal sealed class Invocation(ParseResult parsed, Streams streams, bool json)
{
    private readonly Lazy<PathRoles> _roles = new(() => new(InputFiles.All(parsed)));
    private ProgressLine? _bar;

    /// <summary>Which file is what.</summary>
    public PathRoles Roles => _roles.Value;

    /// <summary>The option's value, or its default.</summary>
    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>The argument's value, or its default.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Whether the option is on the command line, as opposed to having its default.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Whether the result is to be JSON.</summary>
    public bool IsJson => json;

    /// <summary>Builds an options record; a value that it rejects is the user's mistake.</summary>
    /// <exception cref="UsageException"><paramref name="make"/> threw an <see cref="ArgumentException"/> or a <see cref="StylizationException"/>.</exception>
    public static T Build<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or StylizationException)
        {
            throw new UsageException(ExceptionSentence.Of(e), e);
        }
    }

    /// <summary>Writes a message to standard error, above the progress line if there is one.</summary>
    public void Say(string line)
    {
        if (_bar is { } bar)
            bar.WriteAbove(line);
        else
            streams.Error.WriteLine(line);
    }

    /// <summary>A progress line on standard error; dispose it before anything else is written.</summary>
    /// <param name="unit">What is counted, in the plural, for example <c>evaluations</c>.</param>
    public ProgressLine Progress(string unit) => _bar = new(streams, unit) { Ended = () => _bar = null };

    /// <summary>Prints the result: a JSON object or, without <c>--json</c>, a line of text.</summary>
    /// <param name="result">An object whose public properties are the JSON's, in camel case.</param>
    /// <param name="text">The text for the terminal.</param>
    /// <returns><see cref="ExitCode.Done"/>.</returns>
    public int Finish(object result, string text) => Finish(result, console => console.Profile.Out.Writer.WriteLine(text));

    /// <summary>As <see cref="Finish(object, string)"/>, with a table instead of a line of text.</summary>
    public int Finish(object result, Action<IAnsiConsole> draw)
    {
        if (json)
            JsonOutput.Write(streams.Output, result);
        else
            draw(streams.Pretty());
        return ExitCode.Done;
    }
}
