using Atelier.Imaging;
using Atelier.Models;
using Atelier.Samples.Bias;
using Atelier.Samples.Bias.Drawing;
using TorchSharp;

namespace Atelier.Samples.Tests;

public sealed class BiasTests
{
    [Fact]
    public void Scenes_HaveExactProportions_BehindTheSameVeils()
    {
        var scenes = SceneSet.Of(30, seed: 3);
        var cells = scenes.GroupBy(scene => (scene.Activity, scene.Clothes)).ToDictionary(cell => cell.Key, cell => cell.ToList());
        foreach (var (place, activity) in Scene.Activities.Index())
        {
            var (often, rare) = (cells[(activity, Scene.Colors[place % 2])], cells[(activity, Scene.Colors[1 - place % 2])]);
            Assert.Equal((20, 10), (often.Count, rare.Count));
            Assert.Equal(rare.Select(scene => scene.Veil).Distinct(), often.Select(scene => scene.Veil).Distinct());
        }
        Assert.Equal(60, scenes.Count(scene => scene.Clothes == "rust"));
        Assert.Equal(120, scenes.Select(scene => scene.Seed).Distinct().Count());
    }

    [Fact]
    public void Veil_ThatIsOpaque_HidesTheActivityToTheLastPixel()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var hidden = Scene.Activities.Select(activity => Pixels(new(activity, "teal", 1, seed))).ToList();
            Assert.All(hidden, pixels => Assert.Equal(hidden[0], pixels));
        }
        Assert.Equal(4, Scene.Activities.Select(activity => Convert.ToHexString(Pixels(new(activity, "teal", 0.9, 1)))).Distinct().Count());
        Assert.NotEqual(Pixels(new("music", "teal", 1, 1)), Pixels(new("music", "rust", 1, 1)));
    }

    [Fact]
    public void Trial_OfAFewScenes_RunsWhole_AndReportsEachRemedy()
    {
        using var folder = new TemporaryFolder();
        var options = new TrialOptions { TrainingScenes = 48, ValidationScenes = 30, ImageSize = 32, Epochs = 2 };
        List<Outcome> outcomes = [.. new Trial(folder["scenes"], seed: 1, options).Run()];

        Assert.Equal(Enum.GetValues<Remedy>().Order(), outcomes.Select(outcome => outcome.Remedy).Order());
        Assert.All(outcomes, outcome => Assert.InRange(outcome.Accuracy, 0, 1));
        Assert.All(outcomes, outcome => Assert.InRange(outcome.Amplification, -1, 0.34));
        Assert.Equal(outcomes[0], new Trial(folder["again"], seed: 1, options).Run().First());

        Assert.Equal(2 + outcomes.Count, Report.Table(outcomes).Split('\n').Length);
        Report.Plot(outcomes, folder["bias.png"]);
        Report.ContactSheet(folder["scenes.png"]);
        Assert.All((string[])["bias.png", "scenes.png"], name => Assert.True(ImageFile.ReadHeader(folder[name]).Width > 800, name));
    }

    [Fact]
    public void Trial_LeavesNoTensors_ButWhatBareNetworksLeave()
    {
        // TorchSharp leaves the parameters of a disposed module to the collector.
        var bare = Left(() => NetworkCatalog.Create("small", Scene.Activities.Count).Dispose());
        using var folder = new TemporaryFolder();
        var options = new TrialOptions { TrainingScenes = 48, ValidationScenes = 6, ImageSize = 32, Epochs = 2 };
        Assert.True(Left(() => Assert.Equal(5, new Trial(folder["scenes"], seed: 1, options).Run().Count())) <= 3 * bare);
    }

    private static long Left(Action action)
    {
        var before = torch.Tensor.TotalCount;
        action();
        return torch.Tensor.TotalCount - before;
    }

    private static byte[] Pixels(Scene scene)
    {
        using var bitmap = ScenePainter.Draw(scene, 48);
        return bitmap.Bytes;
    }
}
