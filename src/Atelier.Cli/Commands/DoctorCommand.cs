using Atelier.Cli.Terminal;

namespace Atelier.Cli.Commands;

/// <summary><c>atelier doctor</c>: what this machine has, and whether torch computes on it.</summary>
internal sealed class DoctorCommand(Streams streams) : AtelierCommand(
    streams,
    "doctor",
    "Says what this machine has and whether torch computes on it.",
    "atelier doctor",
    "atelier doctor --json")
{
    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop) => Task.FromResult(call.Finish(new { }, "x"));
}
