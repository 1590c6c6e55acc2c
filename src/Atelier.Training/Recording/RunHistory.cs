using Atelier.Core;

namespace Atelier.Training;

/// <summary>What happened in a run, batch by batch and epoch by epoch; logs and plots are made from it.</summary>
public sealed class RunHistory : IStateful
{
    private const int MostPreviewed = 5_000_000;

    /// <summary>What phases will do, batch by batch: learning rates and momentum, no losses. Nothing is trained.</summary>
    /// <param name="phases">The phases, at least one.</param>
    /// <param name="batchesPerEpoch">Batches in an epoch, 1 or more.</param>
    /// <param name="groups">Layer groups of the network, 1 or more.</param>
    /// <exception cref="RecipeException">The phases cannot be trained, or have over five million batches.</exception>
    public static RunHistory Preview(IReadOnlyList<TrainingPhase> phases, int batchesPerEpoch, int groups = 1)
    {
        var plan = new TrainingPlan(phases, batchesPerEpoch, groups);
        if (plan.Batches > MostPreviewed)
            throw new RecipeException($"The recipe has {plan.Batches} batches, too many to preview: make its phases shorter, or give an epoch fewer batches.");
        var history = new RunHistory { Phases = PhaseRecord.FromPlan(plan) };
        for (var batch = 0; batch < plan.Batches; batch++)
        {
            var settings = plan.At(batch);
            history.Batches.Add(new(batch, settings.LearningRate, settings.Step.Momentum, double.NaN, double.NaN));
        }
        return history;
    }

    /// <summary>The phases, in order.</summary>
    public IReadOnlyList<PhaseRecord> Phases { get; init; } = [];

    /// <summary>The batches trained so far, in order.</summary>
    public IList<BatchRecord> Batches { get; init; } = [];

    /// <summary>The epochs finished so far, in order.</summary>
    public IList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>Writes batches and epochs; the phases belong to the plan.</summary>
    public void Save(StateWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.WriteDoubles("learning_rate", Batches.Select(batch => batch.LearningRate));
        to.WriteDoubles("momentum", Batches.Select(batch => batch.Momentum));
        to.WriteDoubles("loss", Batches.Select(batch => batch.Loss));
        to.WriteDoubles("smoothed_loss", Batches.Select(batch => batch.SmoothedLoss));
        to.Write("epochs", Epochs.Count);
        foreach (var (index, epoch) in Epochs.Index())
            epoch.Save(to.Child($"epoch.{index}"));
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (rates, momenta) = (from.ReadDoubles("learning_rate"), from.ReadDoubles("momentum"));
        var (losses, smoothed) = (from.ReadDoubles("loss"), from.ReadDoubles("smoothed_loss"));
        Batches.Clear();
        for (var i = 0; i < rates.Count; i++)
            Batches.Add(new(i, rates[i], momenta[i], losses[i], smoothed[i]));
        Epochs.Clear();
        for (var i = 0; i < from.ReadInt("epochs"); i++)
            Epochs.Add(EpochRecord.Load(from.Child($"epoch.{i}")));
    }
}

/// <summary>One phase of a run, for plots.</summary>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches it has.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Beta">beta2 or alpha.</param>
/// <param name="WeightDecay">For all layers or by layer group.</param>
public sealed record PhaseRecord(int First, int Batches, string Optimizer, double Beta, GroupValues WeightDecay)
{
    /// <summary>Pixels per side; null if the phase leaves that to its data.</summary>
    public int? ImageSize { get; init; }

    internal static IReadOnlyList<PhaseRecord> FromPlan(TrainingPlan plan) =>
    [
        .. plan.Phases.Select(span =>
        {
            var step = plan.At(span.First).Step;
            return new PhaseRecord(span.First, span.Batches, span.Phase.Optimizer.Name, step.Beta, step.WeightDecay) { ImageSize = span.Phase.ImageSize };
        }),
    ];
}

/// <summary>One batch of a run.</summary>
/// <param name="Batch">Counted over the whole run from 0.</param>
/// <param name="LearningRate">Of the last layer group.</param>
/// <param name="Momentum">Momentum, or beta1.</param>
/// <param name="Loss">Of this batch; NaN where nothing was trained.</param>
/// <param name="SmoothedLoss">Debiased exponential average with factor 0.98.</param>
public readonly record struct BatchRecord(int Batch, double LearningRate, double Momentum, double Loss, double SmoothedLoss);

/// <summary>One epoch of a run.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Batches">Batches trained in the run when it ended.</param>
/// <param name="TrainLoss">Mean over its batches, each counted by its size, with the network as it was at that batch.</param>
/// <param name="ValidLoss">Mean over the validation set; NaN without one.</param>
/// <param name="Metrics">By name, over the validation set; those of an averaged model have its prefix: <c>swa_loss</c>, <c>ema_accuracy</c>.</param>
/// <param name="Seconds">Wall time, including validation.</param>
public sealed record EpochRecord(
    int Number, int Batches, double TrainLoss, double ValidLoss, IReadOnlyDictionary<string, double> Metrics, double Seconds)
{
    /// <summary>A figure by its name: <c>train_loss</c>, <c>valid_loss</c> or a metric's; NaN if the epoch has no such figure.</summary>
    public double Figure(string name) => name switch
    {
        "train_loss" => TrainLoss,
        "valid_loss" => ValidLoss,
        _ => Metrics.GetValueOrDefault(name, double.NaN),
    };

    internal static EpochRecord Load(StateReader from) => new(
        from.ReadInt("number"), from.ReadInt("batches"), from.ReadDouble("train_loss"), from.ReadDouble("valid_loss"),
        from.ReadTexts("metrics").Zip(from.ReadDoubles("values")).ToDictionary(metric => metric.First, metric => metric.Second, StringComparer.Ordinal),
        from.ReadDouble("seconds"));

    internal void Save(StateWriter to)
    {
        to.Write("number", Number);
        to.Write("batches", Batches);
        to.Write("train_loss", TrainLoss);
        to.Write("valid_loss", ValidLoss);
        to.WriteTexts("metrics", Metrics.Keys);
        to.WriteDoubles("values", Metrics.Values);
        to.Write("seconds", Seconds);
    }
}
