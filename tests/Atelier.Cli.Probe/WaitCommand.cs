namespace Atelier.Cli.Probe;

/// <summary>Says that it is ready, then waits for a signal: one that it obeys, or one that ends it in spite of itself.</summary>
internal sealed class WaitCommand(Streams streams, string name, bool obey) : AtelierCommand(streams, name, "Waits.", $"atelier {name}")
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        call.Say("ready");
        await Task.Delay(TimeSpan.FromMinutes(1), obey ? stop : CancellationToken.None);
        return ExitCode.Done;
    }
}
