using static TorchSharp.torch;

namespace Atelier.Cli.Tests;

/// <summary>Commands run within the test, with their streams caught.</summary>
internal sealed class InProcess
{
    private static readonly int Threads = get_num_threads();

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    /// <summary>Catches what is written.</summary>
    public InProcess(bool isTerminal = false, int width = 80) => Streams = new Streams(_output, _error, isTerminal, isTerminal, width);

    /// <summary>To give to the code under test.</summary>
    public Streams Streams { get; }

    /// <summary>Standard output so far.</summary>
    public string Output => _output.ToString();

    /// <summary>Standard error so far.</summary>
    public string Error => _error.ToString();

    /// <summary>
    /// Runs the program's own command line on a thread of its own, as a process does: how many threads torch computes with is kept for
    /// each thread, and a pool's thread may still have the number of an earlier command.
    /// </summary>
    public Task<int> RunAsync(params string[] args) => Task.Factory.StartNew(
        () =>
        {
            set_num_threads(Threads);
            try
            {
                return CommandTree.RunAsync(args, Streams).GetAwaiter().GetResult();
            }
            finally
            {
                set_num_threads(Threads); // Threads that start later take over the last number that was set.
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Runs to the end, as <see cref="AtelierProcess.RunAsync(string[])"/> does, without the second that a process takes to start:
    /// for tests whose subject is the command, not its process.
    /// </summary>
    public static Task<AtelierProcess.Ended> EndAsync(params string[] args) => EndAsync(new Dictionary<string, string>(), args);

    /// <summary>Runs to the end, with environment variables set meanwhile.</summary>
    public static async Task<AtelierProcess.Ended> EndAsync(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var before = environment.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach (var (name, value) in environment)
                Environment.SetEnvironmentVariable(name, value);
            var cli = new InProcess();
            return new(await cli.RunAsync(args), cli.Output, cli.Error);
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Runs one command alone.</summary>
    public Task<int> RunAsync(AtelierCommand command, params string[] args) => CommandTree.RunAsync(command, args, Streams);
}
