using System.CommandLine;
using Atelier.Core;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier resume RUN</c>: goes on with a run that was stopped or killed, as if it never had been.</summary>
internal sealed class ResumeCommand : AtelierCommand
{
    private readonly Argument<string> _run = new("run") { Description = "The folder that atelier train wrote." };
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public ResumeCommand(Streams streams)
        : base(streams, "resume", "Goes on with a run that was stopped or killed; on the CPU, the result is the same to the bit.", "atelier resume runs/first")
    {
        Add(_run);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var folder = new RunFolder(call.Get(_run));
        var description = folder.Read();
        if (description.State is RunState.Finished or RunState.EndedEarly)
            return Task.FromResult(call.Finish(
                new { Run = folder.Path, description.State, folder.Model }, $"{folder.Path}: is finished; its model is {folder.Model}."));
        var settings = Settings(call, description);
        var recipe = Recipe.Load(folder.Recipe);
        using var session = RunSession.Begin(call, folder, description with { Threads = settings.Threads, Device = settings.Device }, recipe, settings.Apply());
        session.Data.CheckAgainst(description, folder.Path);
        return Task.FromResult(session.Train(stop));
    }

    // The run's own, unless the user says otherwise.
    private ComputeSettings Settings(Invocation call, RunDescription description)
    {
        var given = _compute.Read(call);
        if (_compute.IsSeedGiven(call) && given.Seed != description.Seed)
            throw new UsageException($"The run has the seed {description.Seed}, which cannot change: leave out --seed.");
        if (given.Threads is { } threads && threads != description.Threads)
            call.Say($"The run had {description.Threads} threads: with {threads} the last digits may differ.");
        return given with
        {
            Seed = description.Seed,
            Threads = given.Threads ?? description.Threads,
            Device = _compute.IsDeviceGiven(call) ? given.Device : description.Device,
        };
    }
}
