namespace Atelier.Auditing;

/// <summary>Counts the gendered pronouns that a translation flips, by occupation and direction.</summary>
/// <param name="pronouns">The English ones if null.</param>
/// <param name="options">The defaults if null.</param>
internal sealed class TranslationAuditor(Pronouns? pronouns = null, AuditOptions? options = null)
{
    private readonly Pronouns _pronouns = pronouns ?? Pronouns.English;
    private readonly AuditOptions _options = options ?? new();
    private readonly Dictionary<(string Occupation, string From, string? To), BlockCount> _flows = [];
    private readonly Dictionary<string, long> _added = [];
    private readonly RowDealer _dealer = new();
    private long _rows;
    private long _withoutPronoun;

    /// <summary>Counts one pair.</summary>
    /// <param name="source">One or more sentences.</param>
    /// <param name="target">The same after translation.</param>
    /// <param name="occupation">Whom they are about; empty if that is unknown.</param>
    public void Add(string source, string target, string occupation)
    {
        _rows++;
        var block = _dealer.Next();
        var pairs = PronounPairs.Find(source, target, _pronouns).ToList();
        if (pairs.TrueForAll(pair => pair.From is null))
            _withoutPronoun++;
        foreach (var (from, to) in pairs)
        {
            if (from is not null)
                (_flows.TryGetValue((occupation, from, to), out var flow) ? flow : _flows[(occupation, from, to)] = new()).Add(block);
            else
                _added[to!] = _added.GetValueOrDefault(to!) + 1;
        }
    }

    /// <summary>The audit of all pairs so far.</summary>
    public TranslationAudit Result()
    {
        var draws = new Resampling(_options.Resamples, _options.Seed);
        var occupations = _flows.GroupBy(flow => flow.Key.Occupation).Select(group => Of(group.Key, [.. group], draws));
        return new()
        {
            Rows = _rows,
            WithoutPronoun = _withoutPronoun,
            Added = _added,
            All = _flows.Count > 0 ? Of("", [.. _flows], draws) : null,
            Occupations =
            [
                .. occupations.OrderBy(occupation => occupation.FlipRate.IsUncertain).ThenByDescending(occupation => occupation.FlipRate.Value)
                    .ThenByDescending(occupation => occupation.Pronouns).ThenBy(occupation => occupation.Occupation, StringComparer.Ordinal),
            ],
        };
    }

    private OccupationAudit Of(string occupation, KeyValuePair<(string Occupation, string From, string? To), BlockCount>[] flows, Resampling draws)
    {
        BlockCount[] Where(Func<string, string?, bool> isIt) => [.. flows.Where(flow => isIt(flow.Key.From, flow.Key.To)).Select(flow => flow.Value)];
        static bool IsFlip(string from, string? to) => to is not null && to != from;
        var directions = flows.Select(flow => (flow.Key.From, flow.Key.To)).Distinct()
            .Select(way => new PronounFlow(
                way.From,
                way.To,
                Where((from, to) => (from, to) == way).Sum(flow => flow.Total),
                Share(Where((from, to) => (from, to) == way), Where((from, _) => from == way.From), draws)));
        var (all, flips) = (Where((_, _) => true), Where(IsFlip));
        return new(
            occupation,
            all.Sum(flow => flow.Total),
            flips.Sum(flow => flow.Total),
            Share(flips, all, draws),
            [.. directions.OrderByDescending(flow => flow.IsFlip).ThenByDescending(flow => flow.Share.Value).ThenBy(flow => flow.From, StringComparer.Ordinal)]);
    }

    private Estimate Share(BlockCount[] part, BlockCount[] all, Resampling draws) => Estimate.Of(
        [.. Enumerable.Range(-1, draws.Count + 1).Select(resample => part.Sum(flow => draws.Of(flow, resample)) / all.Sum(flow => draws.Of(flow, resample)))],
        all.Sum(flow => flow.Total),
        _options)!;
}
