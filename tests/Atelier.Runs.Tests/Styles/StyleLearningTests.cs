using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Runs.Tests;

public sealed class StyleLearningTests : IDisposable
{
    private const int Steps = 20;
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly FeatureEncoder _judge = EmbeddedNetwork.Load();
    private readonly torch.Tensor _painting = Picture(2, 140, 170);

    public void Dispose()
    {
        _judge.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Run_StoppedAndRunAgain_LearnsTheSame()
    {
        var whole = Learn("whole.style", CancellationToken.None);
        Assert.NotNull(whole);
        using var stop = new CancellationTokenSource();
        Assert.Null(Learn("parts.style", stop.Token, progress =>
        {
            if (progress.Step == 11)
                stop.Cancel();
        }));
        Assert.False(File.Exists(_folder["parts.style"]));
        Assert.NotNull(Learn("parts.style", CancellationToken.None));
        Assert.Equal(File.ReadAllBytes(_folder["whole.style"]), File.ReadAllBytes(_folder["parts.style"]));
    }

    [Fact]
    public void Style_PaintsItsPaintings_AndSaysWhichTheyAre()
    {
        List<LearningProgress> progress = [];
        Learn("my.style", CancellationToken.None, progress.Add);
        Assert.Equal(Enumerable.Range(1, Steps), progress.Select(step => step.Step));
        Assert.All(progress, step => Assert.Equal(Steps, step.Steps));
        using var learned = new InstantStylizer(_folder["my.style"]);
        using var usual = new InstantStylizer();
        Assert.Equal(["swirls.jpg"], learned.Learned);
        Assert.Empty(usual.Learned);
        var photo = Picture(1, 90, 120);
        using var known = learned.See([], new() { Size = 128 });
        using var again = learned.See([_painting], new() { Size = 128 });
        using var plain = usual.See([_painting], new() { Size = 128 });
        // The file has the painting with 8 bits a channel.
        TensorAssert.ShouldBe(learned.Paint(photo, known), learned.Paint(photo, again), absolute: 0.05);
        Assert.True((learned.Paint(photo, known) - usual.Paint(photo, plain)).abs().mean().item<float>() > 1e-3);
        using var stylizer = new Stylizer(new StylizationRequest { Recipe = Stylization.Recipe.Instant, Size = 128 }) { Style = _folder["my.style"] };
        using var result = stylizer.Run(photo, []);
        TensorAssert.ShouldBe(result.Image, learned.Paint(photo, known), absolute: 0);
        LearnedSheet.Write(_folder["sheet.jpg"], _folder["my.style"], [_painting], []);
        Assert.Equal((4 * 320) + (3 * 8), ImageFile.ReadHeader(_folder["sheet.jpg"]).Height);
    }

    [Fact]
    public void Style_ThatIsNone_IsRefused()
    {
        File.WriteAllText(_folder["text.style"], "a style");
        Assert.ThrowsAny<Core.AtelierException>(() => new InstantStylizer(_folder["text.style"]));
        Core.WeightFile.Write(_folder["other.style"], [KeyValuePair.Create("weight", torch.ones(3))]);
        Assert.Contains("is not a style", Assert.Throws<Core.WeightFileException>(() => new InstantStylizer(_folder["other.style"])).Message, StringComparison.Ordinal);
        Assert.Throws<Core.WeightFileException>(() => new InstantStylizer(_folder["nothing.style"]));
        Directory.CreateDirectory(_folder["mine.style.learning"]);
        Assert.Contains("holds something else", Assert.ThrowsAny<Core.AtelierException>(() => Learn("mine.style", CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Contains("strip", Assert.Throws<StylizationException>(() => new StyleLearning([Picture(3, 10, 200)], ["long.png"], [], _judge, Steps, 0)).Message, StringComparison.Ordinal);
    }

    private Judgment? Learn(string name, CancellationToken stop, Action<LearningProgress>? report = null) =>
        new StyleLearning([_painting], ["swirls.jpg"], [], _judge, Steps, seed: 3) { Side = 32 }.Run(_folder[name], _folder[name + ".learning"], new Reports(report ?? (_ => { })), stop);

    private static torch.Tensor Picture(int seed, int height, int width)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(1, 3, 9, 11), [height, width], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }

    private sealed class Reports(Action<LearningProgress> action) : IProgress<LearningProgress>
    {
        public void Report(LearningProgress value) => action(value);
    }
}
