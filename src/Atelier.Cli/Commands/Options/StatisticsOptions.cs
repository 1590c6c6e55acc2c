using System.CommandLine;
using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>Margin, intervals, and how many rows are enough.</summary>
internal sealed class StatisticsOptions : OptionGroup
{
    private static readonly AuditOptions Default = new();

    private readonly Option<double> _margin = NewOption.Number("--margin", "By how much a group's share may be off before a label counts as a violation.", Default.Margin, 0, 1);

    private readonly Option<double> _confidence = NewOption.Number("--confidence", "Of the intervals.", Default.Confidence, 0.5, 0.999);

    private readonly Option<int> _resamples = NewOption.Number("--resamples", "Resamples of the bootstrap.", Default.Resamples, 1, 100_000);

    private readonly Option<int> _fewest = NewOption.Number("--fewest-rows", "Rows below which a figure is called uncertain.", Default.FewestRows, 0, 1_000_000);

    private readonly Option<long> _seed = NewOption.Number("--seed", "Start of the random numbers; the same seed makes the same intervals.", 0L, least: 0L);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_margin, _confidence, _resamples, _fewest, _seed];

    /// <summary>The values.</summary>
    public AuditOptions Read(Invocation call) => new()
    {
        Margin = call.Get(_margin),
        Confidence = call.Get(_confidence),
        Resamples = call.Get(_resamples),
        FewestRows = call.Get(_fewest),
        Seed = call.Get(_seed),
    };
}
