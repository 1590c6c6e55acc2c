using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier resume RUN</c>: continues a run that was stopped or killed, as if it had not been.</summary>
internal sealed class ResumeCommand : AtelierCommand
{
    private readonly Argument<string> _run = new("run") { Description = "The folder that atelier train wrote." };
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public ResumeCommand(Streams streams)
        : base(streams, "resume", "Continues a run that was stopped or killed; on the CPU, the result is the same to the bit.", "atelier resume runs/first")
    {
        Add(_run);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var folder = new RunFolder(call.Get(_run));
        var description = folder.Read();
        if (description.IsFinished)
            return Task.FromResult(call.Finish(
                new { Run = folder.Path, description.State, folder.Model }, $"{folder.Path}: is already finished; its model is {folder.Model}."));
        var (given, own) = (_compute.Read(call), description.Options.Compute);
        if (_compute.IsSeedGiven(call) && given.Seed != own.Seed)
            throw new UsageException($"The run has the seed {own.Seed}, which cannot change: leave out --seed.");
        if (given.Threads is { } threads && threads != own.Threads)
            call.Say($"The run had {own.Threads} threads; with {threads}, the last digits may differ.");
        using var run = TrainRun.Resume(folder.Path, _compute.IsDeviceGiven(call) ? given.Device : null, given.Threads);
        return Task.FromResult(RunReporter.Train(call, run, stop));
    }
}
