using System.Runtime.InteropServices;

namespace Atelier.Training;

/// <summary>
/// Phases laid out batch by batch: a pure function from a batch's number to its hyper-parameters. Nothing is trained. Thread-safe.
/// </summary>
/// <remarks>
/// Phases lie end to end at their real lengths; a batch belongs to the phase in which it begins, and a phase's first batch
/// trains at exactly its start. So a run has as many batches as its epochs add up to, however they are divided into phases.
/// A phase in which no batch begins, being shorter than one, has no place in the plan.
/// Where a phase brings other data, a new epoch begins, and the previous phase keeps its full length.
/// </remarks>
internal sealed class TrainingPlan
{
    // A length such as 0.05 x 40 must count as 2, even if the last bit is off.
    private const double Rounding = 1e-9;

    private readonly int _groups;

    /// <param name="phases">The phases, at least one.</param>
    /// <param name="batchesPerEpoch">Batches of an epoch, at least 1.</param>
    /// <param name="groups">Layer groups, at least 1.</param>
    /// <exception cref="RecipeException">The phases cannot be trained.</exception>
    public TrainingPlan(IReadOnlyList<TrainingPhase> phases, int batchesPerEpoch, int groups = 1)
        : this(phases, _ => batchesPerEpoch, groups)
    {
    }

    /// <param name="phases">The phases, at least one.</param>
    /// <param name="batchesPerEpoch">Batches of an epoch of a phase's data, at least 1.</param>
    /// <param name="groups">Layer groups, at least 1.</param>
    /// <exception cref="RecipeException">The phases cannot be trained.</exception>
    public TrainingPlan(IReadOnlyList<TrainingPhase> phases, Func<TrainingPhase, int> batchesPerEpoch, int groups = 1)
    {
        PhaseChecks.Check(phases, groups);
        _groups = groups;
        (Phases, Epochs) = LayOut(phases, batchesPerEpoch);
        Batches = Phases[^1].First + Phases[^1].Batches;
    }

    /// <summary>The phases that have a batch, in order.</summary>
    public IReadOnlyList<PhaseSpan> Phases { get; }

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochSpan> Epochs { get; }

    /// <summary>Batches of the whole run.</summary>
    public int Batches { get; }

    /// <summary>The hyper-parameters of a batch.</summary>
    /// <param name="batch">Counted over the whole run from 0.</param>
    public BatchSettings At(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, Batches);
        var index = PhaseOf(batch);
        var span = Phases[index];
        var progress = (batch - span.First) / span.Length;
        var phase = span.Phase;
        var rates = new double[_groups];
        for (var group = 0; group < _groups; group++)
            rates[group] = phase.LearningRate.At(phase.LearningRateDecay, progress, group);
        var momentum = phase.Momentum?.At(phase.MomentumDecay, progress) ?? phase.Optimizer.DefaultMomentum;
        return new(index, progress, new([.. rates], momentum, span.Defaults.Beta, span.Defaults.WeightDecay, phase.WeightDecayInLoss)
        {
            Epsilon = phase.Optimizer.Epsilon,
            IsNesterov = phase.Optimizer.IsNesterov,
        });
    }

    /// <summary>The phase of a batch, 0-based.</summary>
    public int PhaseOf(int batch)
    {
        var index = Phases.Count - 1;
        while (Phases[index].First > batch)
            index--;
        return index;
    }

    private static (PhaseSpan[] Phases, EpochSpan[] Epochs) LayOut(IReadOnlyList<TrainingPhase> phases, Func<TrainingPhase, int> batchesPerEpoch)
    {
        var spans = new List<PhaseSpan>();
        var epochs = new List<EpochSpan>();
        var defaults = StepDefaults.Create(phases);
        var first = 0;
        for (var index = 0; index < phases.Count;)
        {
            var perEpoch = batchesPerEpoch(phases[index]);
            ArgumentOutOfRangeException.ThrowIfLessThan(perEpoch, 1, nameof(batchesPerEpoch));
            var (origin, at, firstPhase) = (first, 0.0, spans.Count);
            do
            {
                var length = phases[index].Epochs * perEpoch;
                PhaseChecks.CheckTotal(index, origin + at + length);
                var end = origin + Math.Max(1, (int)Math.Ceiling((at += length) - Rounding * Math.Max(1, at)));
                if (end > first)
                    spans.Add(new(phases[index], first, end - first, length) { Defaults = defaults[index] });
                first = end;
                index++;
            }
            while (index < phases.Count && SameData(phases[index], phases[index - 1]));
            for (var begin = origin; begin < first; begin += perEpoch)
                epochs.Add(new(epochs.Count + 1, begin, Math.Min(perEpoch, first - begin), perEpoch, firstPhase));
        }
        return ([.. spans], [.. epochs]);
    }

    private static bool SameData(TrainingPhase a, TrainingPhase b) => ReferenceEquals(a.Data, b.Data) && a.ImageSize == b.ImageSize;
}

/// <summary>What a plan prescribes for one batch.</summary>
/// <param name="Phase">The phase, 0-based.</param>
/// <param name="Progress">t, how far along the phase is, in [0,1).</param>
/// <param name="Step">The hyper-parameters.</param>
internal readonly record struct BatchSettings(int Phase, double Progress, StepSettings Step)
{
    /// <summary>The learning rate of the last layer group, which logs and plots show.</summary>
    public double LearningRate => Step.LearningRates[^1];
}

/// <summary>A pass over the data, or part of one at the end of a plan or before other data.</summary>
/// <param name="Number">1-based.</param>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches it trains.</param>
/// <param name="BatchesInWhole">How many a full pass has.</param>
/// <param name="Phase">The phase of its first batch, 0-based, whose data it reads.</param>
internal sealed record EpochSpan(int Number, int First, int Batches, int BatchesInWhole, int Phase)
{
    /// <summary>Whether it reads all of the data.</summary>
    public bool IsWhole => Batches == BatchesInWhole;
}

/// <summary>A phase's place in a plan.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches train in it.</param>
/// <param name="Length">Its length in batches before rounding: epochs times batches per epoch, the n of t = i/n.</param>
internal sealed record PhaseSpan(TrainingPhase Phase, int First, int Batches, double Length)
{
    /// <summary>What the phase leaves open.</summary>
    public required StepDefaults Defaults { get; init; }
}

/// <summary>What phases leave open, filled in: beta from a phase's optimizer, weight decay from the phase before.</summary>
/// <param name="Beta">beta2 or alpha.</param>
/// <param name="WeightDecay">For all layers or by layer group.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StepDefaults(double Beta, GroupValues WeightDecay)
{
    /// <summary>Those of each phase.</summary>
    public static StepDefaults[] Create(IReadOnlyList<TrainingPhase> phases)
    {
        GroupValues decay = 0;
        return [.. phases.Select(phase => new StepDefaults(phase.Beta ?? phase.Optimizer.DefaultBeta, decay = phase.WeightDecay ?? decay))];
    }
}
