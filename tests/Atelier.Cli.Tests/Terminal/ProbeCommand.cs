using System.CommandLine;

namespace Atelier.Cli.Tests;

/// <summary>A command with one of everything, that does what a test wants.</summary>
internal sealed class ProbeCommand : AtelierCommand
{
    private readonly Func<ProbeCommand, Invocation, CancellationToken, Task<int>> _run;

    public ProbeCommand(Streams streams, Func<ProbeCommand, Invocation, CancellationToken, Task<int>> run)
        : base(streams, "probe", "Probes.", "atelier probe")
    {
        _run = run;
        Add(Input);
        Add(Several);
        Add(Folder);
        Add(Steps);
        Add(Weight);
        Add(Start);
        Add(Compute);
        Add(Output);
    }

    public ProbeCommand(Streams streams, Func<ProbeCommand, Invocation, int> run)
        : this(streams, (probe, call, _) => Task.FromResult(run(probe, call)))
    {
    }

    public Argument<FileInfo?> Input { get; } = new("input") { Arity = ArgumentArity.ZeroOrOne };

    public Option<FileInfo[]> Several { get; } = new("--several") { AllowMultipleArgumentsPerToken = true };

    public Option<DirectoryInfo?> Folder { get; } = new("--folder");

    public Option<int> Steps { get; } = Cli.NewOption.Number("--steps", "Steps.", 500, least: 1);

    public Option<double> Weight { get; } = Cli.NewOption.Number("--weight", "Weight.", 1.0, least: 0.0, most: 10.0);

    public Option<string> Start { get; } = Cli.NewOption.Choice("--start", "Start.", "content", "content", "noise");

    public ComputeOptions Compute { get; } = new();

    public OutputOptions Output { get; } = new("The picture.");

    protected override Task<int> RunAsync(Invocation call, CancellationToken stop) => _run(this, call, stop);
}
