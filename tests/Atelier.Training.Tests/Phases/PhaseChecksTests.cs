namespace Atelier.Training.Tests;

public sealed class PhaseChecksTests
{
    [Fact]
    public void Plan_OfNoPhase_IsRefused() => ShouldSay([], 10, "The recipe has no phase");

    [Fact]
    public void Plan_OfMoreBatchesThanCanBeCounted_IsRefused() =>
        ShouldSay([new() { Epochs = 1e6 }], 10_000, "The recipe has 10000000000 batches up to the end of phase 1: at most 1000000000");

    [Fact]
    public void Plan_OfExponentialDecayWithoutAnEnd_IsRefused() =>
        ShouldSay([new() { LearningRateDecay = Decay.Exponential }], 10, "Phase 1: the exponential decay of the learning rate needs an end");

    [Fact]
    public void Plan_OfExponentialDecayToZero_IsRefused() =>
        ShouldSay([new() { LearningRate = (0.1, 0), LearningRateDecay = Decay.Exponential }], 10, "greater than 0, not (0.1, 0)");

    [Fact]
    public void Plan_OfMoreRatesThanGroups_IsRefused() =>
        ShouldSay([new() { LearningRate = new[] { 0.1, 0.2 } }], 10, "Phase 1 has 2 learning rates, but the network has 1 layer groups");

    private static void ShouldSay(TrainingPhase[] phases, int batchesPerEpoch, string expected) =>
        Assert.Contains(expected, Assert.Throws<RecipeException>(() => new TrainingPlan(phases, batchesPerEpoch)).Message, StringComparison.Ordinal);
}
