using System.CommandLine;
using System.CommandLine.Help;

namespace Atelier.Cli;

/// <summary>The tree of commands: builds it, parses a command line, runs the command, and turns errors into exit codes.</summary>
internal static class CommandTree
{
    /// <summary>Builds the root with all commands; a new command is one line in <c>Commands</c>.</summary>
    /// <param name="streams">Where the commands write.</param>
    public static RootCommand Build(Streams streams)
    {
        var root = new RootCommand("Atelier paints photographs in the style of paintings: neural style transfer for .NET.");
        foreach (var command in Commands(streams))
            root.Add(command);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Parses a command line and runs it.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, Streams streams) => RunAsync(Build(streams), args, streams);

    /// <summary>Like <see cref="RunAsync(string[], Streams)"/>, with another tree of commands.</summary>
    public static async Task<int> RunAsync(Command root, string[] args, Streams streams)
    {
        // Response files are disabled: a picture may be called @home.jpg.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Failure.IsWrongUsage(parsed))
            return Failure.WrongUsage(streams, parsed);

        using var stop = new StopSignal(streams.Error);
        try
        {
            return await parsed.InvokeAsync(streams.Configuration(), stop.Token);
        }
        catch (Exception e)
        {
            return Failure.Explain(e, streams, parsed, stop.Token);
        }
    }

    private static IEnumerable<Command> Commands(Streams streams) =>
    [
        new StylizeCommand(streams),
        new ReconstructCommand(streams),
        new StudioCommand(streams),
        new TrainCommand(streams),
        new ResumeCommand(streams),
        new FindLearningRateCommand(streams),
        new PlotLearningRateCommand(streams),
        new PredictCommand(streams),
        new CardCommand(streams),
        new AuditCommand(streams),
        new NetworksCommand(streams),
        new DataCommand(streams),
        new WorkerCommand(streams),
        new DoctorCommand(streams),
        new WeightsCommand(streams),
    ];
}
