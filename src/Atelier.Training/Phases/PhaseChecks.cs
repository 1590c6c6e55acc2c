namespace Atelier.Training;

/// <summary>What must hold for phases together; a property checks what must hold for its own value.</summary>
internal static class PhaseChecks
{
    private const double MostEpochs = 1e6;
    private const double MostBatches = 1e9;

    public static void Check(IReadOnlyList<TrainingPhase> phases, int groups)
    {
        ArgumentNullException.ThrowIfNull(phases);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (phases.Count == 0)
            throw new RecipeException("The recipe has no phases: give at least one.");
        foreach (var (index, phase) in phases.Index())
        {
            CheckEnd(index, "learning rate", phase.LearningRate, phase.LearningRateDecay);
            if (phase.Momentum is { } momentum)
                CheckEnd(index, "momentum", momentum, phase.MomentumDecay);
            CheckGroups(index, "learning rates", phase.LearningRate.Groups, groups);
            CheckGroups(index, "weight decays", phase.WeightDecay?.Count ?? 1, groups);
            if (phase.Epochs > MostEpochs)
                throw new RecipeException($"Phase {index + 1} has {phase.Epochs} epochs: at most {MostEpochs} can be trained.");
        }
    }

    public static void CheckTotal(int index, double batches)
    {
        if (batches > MostBatches)
            throw new RecipeException($"The recipe has {batches:0} batches up to the end of phase {index + 1}: at most {MostBatches:0} can be trained, so make its phases shorter.");
    }

    private static void CheckEnd(int index, string what, Annealing values, Decay decay)
    {
        if (decay is not Exponential)
            return;
        if (values.End is null)
            throw new RecipeException($"Phase {index + 1}: the exponential decay of the {what} needs an end, such as ({values.Start}, {values.Start[0] / 10}).");
        if (values.Start.Concat(values.End).Any(value => value <= 0))
            throw new RecipeException($"Phase {index + 1}: the exponential decay of the {what} needs a start and an end greater than 0, not {values}.");
    }

    private static void CheckGroups(int index, string what, int given, int groups)
    {
        if (given != 1 && given != groups)
            throw new RecipeException($"Phase {index + 1} has {given} {what}, but the network has {groups} layer groups: give one, or one for each.");
    }
}
