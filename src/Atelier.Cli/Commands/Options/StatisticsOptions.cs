using System.CommandLine;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>Margin, intervals, and how many rows are enough.</summary>
internal sealed class StatisticsOptions : OptionGroup
{
    private readonly RecordOptions<AuditOptions> _bound = new(new());

    /// <summary>The group.</summary>
    public StatisticsOptions()
    {
        _bound.Number("--margin", "How far a group's share may be off before a label counts as a violation.", o => o.Margin, (o, v) => o with { Margin = v });
        _bound.Number("--confidence", "Confidence level of the intervals.", o => o.Confidence, (o, v) => o with { Confidence = v });
        _bound.Number("--resamples", "Bootstrap resamples.", o => o.Resamples, (o, v) => o with { Resamples = v });
        _bound.Number("--fewest-rows", "Mark figures based on fewer rows as uncertain.", o => o.FewestRows, (o, v) => o with { FewestRows = v });
        _bound.Number("--seed", "Random seed; the same seed gives the same intervals.", o => o.Seed, (o, v) => o with { Seed = v });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => _bound.Options;

    /// <summary>The values.</summary>
    public AuditOptions Read(Invocation call) => _bound.Read(call, new());
}
