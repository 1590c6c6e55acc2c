namespace Atelier.Cli.Tests;

/// <summary>Commands run within the test, with their streams caught.</summary>
internal sealed class InProcess
{
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

    /// <summary>Runs the program's own command line.</summary>
    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Streams);

    /// <summary>Runs one command alone.</summary>
    public Task<int> RunAsync(AtelierCommand command, params string[] args) => CommandLine.RunAsync(command, args, Streams);
}
