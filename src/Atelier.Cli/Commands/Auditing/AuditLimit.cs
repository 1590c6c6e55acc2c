using System.CommandLine;
using System.Globalization;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary><c>--fail-above</c>: how much amplification is too much, for continuous integration.</summary>
internal sealed class AuditLimit : OptionGroup
{
    private readonly Option<double?> _limit = NewOption.OptionalNumber<double>("--fail-above", "Exit with code 1 if the mean amplification of an attribute is above this.", -1, 1);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_limit];

    /// <summary>Reports what is above the limit, and returns the exit code.</summary>
    public int Check(Invocation call, IEnumerable<AttributeAudit> audits)
    {
        if (call.Get(_limit) is not { } limit)
            return ExitCode.Done;
        var above = audits.Where(audit => audit.MeanAmplification?.Value > limit).ToArray();
        foreach (var audit in above)
            call.Say(string.Create(CultureInfo.InvariantCulture, $"atelier: the mean amplification by {audit.Attribute}, {audit.MeanAmplification!.Value:0.0000}, is above the limit of {limit}."));
        return above is [] ? ExitCode.Done : ExitCode.Failed;
    }
}
