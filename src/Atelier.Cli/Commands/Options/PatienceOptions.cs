using System.CommandLine;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary>When to give up on a download.</summary>
internal sealed class PatienceOptions : OptionGroup
{
    // What no time span can hold is refused like anything else that is too long.
    private const double Longest = 1e9;

    private readonly RecordOptions<DownloadPatience> _bound = new(new());

    /// <summary>The group.</summary>
    public PatienceOptions()
    {
        _bound.Number(
            "--stall-timeout",
            "Seconds without data after which an attempt is abandoned.",
            o => o.StallTimeout.TotalSeconds,
            (o, v) => o with { StallTimeout = TimeSpan.FromSeconds(Math.Clamp(v, -Longest, Longest)) });
        _bound.Number("--attempts", "Failed attempts in a row before giving up.", o => o.Attempts, (o, v) => o with { Attempts = v });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => _bound.Options;

    /// <summary>The values.</summary>
    public DownloadPatience Read(Invocation call) => _bound.Read(call, new());
}
