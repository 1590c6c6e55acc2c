using System.CommandLine;
using System.CommandLine.Help;

namespace Atelier.Cli;

/// <summary>The tree of commands: builds it, parses a command line, runs the command, and turns errors into exit codes.</summary>
internal static class CommandTree
{
    /// <summary>Each command under its name, in the order of the help; a new command is one line here.</summary>
    private static readonly OrderedDictionary<string, Func<Streams, Command>> Known = new(StringComparer.Ordinal)
    {
        ["stylize"] = streams => new StylizeCommand(streams),
        ["batch"] = streams => new BatchCommand(streams),
        ["learn"] = streams => new LearnCommand(streams),
        ["reconstruct"] = streams => new ReconstructCommand(streams),
        ["studio"] = streams => new StudioCommand(streams),
        ["train"] = streams => new TrainCommand(streams),
        ["resume"] = streams => new ResumeCommand(streams),
        ["find-lr"] = streams => new FindLearningRateCommand(streams),
        ["plot-lr"] = streams => new PlotLearningRateCommand(streams),
        ["predict"] = streams => new PredictCommand(streams),
        ["card"] = streams => new CardCommand(streams),
        ["audit"] = streams => new AuditCommand(streams),
        ["networks"] = streams => new NetworksCommand(streams),
        ["data"] = streams => new DataCommand(streams),
        ["worker"] = streams => new WorkerCommand(streams),
        ["doctor"] = streams => new DoctorCommand(streams),
        ["weights"] = streams => new WeightsCommand(streams),
    };

    /// <summary>Builds the root with all commands.</summary>
    /// <param name="streams">Where the commands write.</param>
    public static RootCommand Build(Streams streams) => Build(streams, Known.Values);

    private static RootCommand Build(Streams streams, IEnumerable<Func<Streams, Command>> commands)
    {
        var root = new RootCommand("Atelier paints photographs in the style of paintings: neural style transfer for .NET.");
        foreach (var make in commands)
            root.Add(make(streams));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Parses a command line and runs it.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    /// <remarks>A command that is named is built alone: all of them take as long as the runtime takes to start.</remarks>
    public static Task<int> RunAsync(string[] args, Streams streams)
    {
        var root = args switch
        {
            ["--version"] => Build(streams, []),
            [var name, ..] when Known.TryGetValue(name, out var make) => Build(streams, [make]),
            _ => Build(streams),
        };
        return RunAsync(root, args, streams);
    }

    // Nothing at all, or "help" and the name of a command.
    private static bool AsksForHelp(Command root, string[] args) => root is RootCommand && args is [] or ["help", ..];

    /// <summary>Like <see cref="RunAsync(string[], Streams)"/>, with another tree of commands.</summary>
    public static async Task<int> RunAsync(Command root, string[] args, Streams streams)
    {
        // Response files are disabled: a picture may be called @home.jpg.
        var parsed = root.Parse(AsksForHelp(root, args) ? [.. args.Skip(1), "--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
}
