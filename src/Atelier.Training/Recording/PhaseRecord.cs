namespace Atelier.Training;

/// <summary>One phase of a run, for plots.</summary>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches it has.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Beta">beta2 or alpha.</param>
/// <param name="WeightDecay">For all layers or by layer group.</param>
public sealed record PhaseRecord(int First, int Batches, string Optimizer, double Beta, GroupValues WeightDecay)
{
    /// <summary>The phases of a plan.</summary>
    public static IReadOnlyList<PhaseRecord> FromPlan(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. plan.Phases.Select(span =>
            {
                var step = plan.At(span.First).Step;
                return new PhaseRecord(span.First, span.Batches, span.Phase.Optimizer.Name, step.Beta, step.WeightDecay);
            }),
        ];
    }
}
