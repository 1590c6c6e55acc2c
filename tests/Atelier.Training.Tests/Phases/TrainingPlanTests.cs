namespace Atelier.Training.Tests;

public sealed class TrainingPlanTests
{
    [Fact]
    public void Plan_OfFractionalPhases_HasTheBatchesOfTheirSum()
    {
        // 0.05 + 0.95 epochs of 157 batches: 7.85 and 149.15, which rounded up by themselves would make 158.
        var plan = new TrainingPlan(TrainingPhases.Sgdr(1e-2, cycles: 2), batchesPerEpoch: 157);
        Assert.Equal([8, 149, 157], plan.Phases.Select(span => span.Batches));
        Assert.Equal([157, 157], plan.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal(1e-2, plan.At(8).LearningRate);
    }

    [Fact]
    public void Plan_WhosePhaseBringsAnotherSize_BeginsAnEpochAndCutsNoPhase()
    {
        TrainingPhase[] phases = [new() { Epochs = 1.5 }, new() { Epochs = 0.5, LearningRateDecay = Decay.Cosine, ImageSize = 128 }];
        var plan = new TrainingPlan(phases, phase => phase.ImageSize == 128 ? 40 : 20);
        Assert.Equal([30, 20], plan.Phases.Select(span => span.Batches));
        Assert.Equal([(0, 20), (20, 10), (30, 20)], plan.Epochs.Select(epoch => (epoch.First, epoch.Batches)));
    }
}
