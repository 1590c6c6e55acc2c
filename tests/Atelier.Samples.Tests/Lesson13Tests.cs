using Atelier.Models;
using Atelier.Samples.Lesson13;
using Atelier.Training;
using TorchSharp;

namespace Atelier.Samples.Tests;

public sealed class Lesson13Tests
{
    // (batches trained, learning rate of the first batch, of the batch in the middle, of the last): 12 batches to an epoch.
    private static readonly Dictionary<string, (int Batches, double First, double Middle, double Last)> Expected = new(StringComparer.Ordinal)
    {
        ["step"] = (36, 1e-2, 1e-3, 1e-3),
        ["linear"] = (36, 1e-2, 5.5e-3, 1e-3),
        ["cosine"] = (36, 1e-2, 5.5e-3, 1e-3),
        ["exponential"] = (36, 1e-2, 3.16228e-3, 1e-3),
        ["polynomial"] = (72, 1e-2, 1e-2, 1e-3),
        ["custom"] = (36, 1e-2, 5.5e-3, 1e-3),
        ["sgdr"] = (36, 1e-4, 8.53553e-3, 4.28e-5),
        ["one-cycle"] = (36, 5e-3, 4.72222e-2, 5e-3 - 4.95e-3 * 2 / 3.6),
        ["one-cycle-by-hand"] = (36, 5e-3, 4.72222e-2, 5e-3 - 4.95e-3 * 2 / 3.6),
        ["optimizers"] = (36, 1e-3, 5.5e-3, 1.704e-5),
        ["weight-decay"] = (36, 1e-3, 1e-3, 1e-3),
        ["layer-groups"] = (24, 1e-2, 1e-2, 1.704e-4),
        ["sizes"] = (30, 1e-2, 1e-2, 1e-4 + 9.9e-3 * 0.01704),
        ["finder"] = (0, 1e-5, 0, 0),
        ["swa"] = (48, 2e-2, 2e-2, 2e-2),
    };

    public static TheoryData<string> Names() => [.. Snippets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Snippet_Runs_WithTheRatesThatItSays(string name)
    {
        using var shapes = new Shapes();
        torch.random.manual_seed(1);
        using var network = NetworkCatalog.Create("small", classes: 3);
        using var learner = new Learner(network, shapes.Data, new() { LayerGroups = network.LayerGroups });

        var end = Snippets.All[name](learner);

        var rates = learner.History.Batches.Select(batch => batch.LearningRate).ToList();
        var (batches, first, middle, last) = Expected[name];
        Assert.Equal(first, rates[0], 1e-9);
        if (name == "finder")
        {
            Assert.Equal(RunEnd.Diverged, end);
            Assert.InRange(rates.Count, 12, 71);
            return;
        }
        Assert.Equal(RunEnd.Finished, end);
        Assert.Equal(batches, rates.Count);
        Assert.Equal(middle, rates[batches / 2], middle * 1e-3);
        Assert.Equal(last, rates[^1], last * 1e-2);
        Assert.True(double.IsFinite(learner.History.Epochs[^1].ValidLoss));
    }
}
