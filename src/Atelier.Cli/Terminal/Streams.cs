using System.CommandLine;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>Results go to <paramref name="Output"/>; progress, remarks and errors to <paramref name="Error"/>.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OutputIsTerminal">Whether tables may use color.</param>
/// <param name="ErrorIsTerminal">Whether progress may redraw in place.</param>
/// <param name="Width">Columns to write at most.</param>
internal sealed record Streams(
    TextWriter Output, TextWriter Error, bool OutputIsTerminal = false, bool ErrorIsTerminal = false, int Width = Streams.DefaultWidth)
{
    /// <summary>Columns where there is no terminal to ask.</summary>
    public const int DefaultWidth = 80;

    private const int WidestReadable = 120;

    /// <summary>The streams that the shell gave this process.</summary>
    public static Streams OfThisProcess() => new(
        StandardDescriptors.IsOpen(1) ? Console.Out : TextWriter.Null,
        StandardDescriptors.IsOpen(2) ? new LastingWriter(Console.Error) : TextWriter.Null,
        OutputIsTerminal: !Console.IsOutputRedirected,
        ErrorIsTerminal: !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb",
        MeasureWidth());

    /// <summary>Lets System.CommandLine write here, and leaves signals and exceptions to us.</summary>
    public InvocationConfiguration Configuration() => new()
    {
        Output = Output,
        Error = Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    /// <summary>A Spectre console on <see cref="Output"/>: with colors on a terminal (and NO_COLOR unset), plain elsewhere.</summary>
    public IAnsiConsole Pretty()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = OutputIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = OutputIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int MeasureWidth()
    {
        try
        {
            // Some pseudo-terminals report 0 columns.
            return Console.WindowWidth is > 0 and var width ? Math.Min(width, WidestReadable) : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
