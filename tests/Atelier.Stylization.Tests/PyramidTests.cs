using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

public sealed class PyramidTests
{
    [Fact]
    public void Plan_OfTheDefaults_IsKnown() =>
        Assert.Equal([(64, 80), (128, 40), (256, 20), (512, 10)], new StylizationRequest().Plan());

    [Fact]
    public void Plan_OfASmallResult_HasOneLevel() => Assert.Equal([(40, 10)], PyramidSizes.Plan(40, 10, 8));

    [Fact]
    public void Plan_OfAnyRequest_KeepsItsPromises()
    {
        foreach (var size in (int[])[16, 63, 64, 65, 127, 128, 200, 255, 256, 511, 512, 513, 1000, 2048, 32768])
            foreach (var levels in Enumerable.Range(1, 8))
                foreach (var steps in Enumerable.Range(1, 40).Concat([63, 64, 100, 127, 128, 129, 400, 1000, 99999]))
                    Check(size, steps, levels);
    }

    private static void Check(int size, int steps, int levels)
    {
        var plan = PyramidSizes.Plan(size, steps, levels);
        var what = $"size {size}, {steps} steps, {levels} levels";
        Assert.True(plan.Sum(level => level.Evaluations) == steps, $"{what}: the steps do not add up.");
        Assert.True(plan[^1].LongSide == size && plan.Count <= levels, what);
        Assert.True(plan.All(level => level.Evaluations >= 1), $"{what}: a level has no steps.");
        Assert.True(plan.Count == 1 || plan[0].LongSide >= PyramidSizes.SmallestSide, $"{what}: a level is too small.");
        Assert.True(plan.Zip(plan.Skip(1)).All(pair => pair.Second.LongSide / 2 == pair.First.LongSide), $"{what}: sizes do not double.");
        Assert.True(plan.Count < 3 || plan.Zip(plan.Skip(1)).All(pair => pair.First.Evaluations >= pair.Second.Evaluations - plan.Count), $"{what}: a larger size takes more steps.");
    }

    [Theory, InlineData(OptimizerKind.LBfgs), InlineData(OptimizerKind.Adam)]
    public void Run_OfALossOfOnesOwn_GoesUpStopsAndResumesToTheSameBits(OptimizerKind optimizer)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var start = StylizerTests.Picture(30, 40, 1);
        var request = new StylizationRequest { Size = 256, Evaluations = 30, Levels = 2, Optimizer = optimizer, LearningRate = 0.05 };
        List<(int, int)> sizes = [];
        StylizationResult Run(int until, Action<StylizationCheckpoint>? keep = null, StylizationCheckpoint? resume = null)
        {
            using var stop = new CancellationTokenSource();
            var progress = new Reports(value =>
            {
                if (value.Evaluation == until)
                    stop.Cancel();
            });
            return Pyramid.Run(start, (height, width) => new Gray(sizes, (height, width)), request, new() { Progress = progress, Checkpoint = keep }, resume, stop: stop.Token);
        }
        using var whole = Run(until: 0);
        Assert.Equal([(96, 128), (192, 256)], sizes);
        Assert.Equal((30, DescentEnd.Finished), (whole.History.Count, whole.End));
        Assert.Equal([1, 3, 192, 256], whole.Image.shape);
        Assert.True(whole.Losses.Total < 0.5 * whole.History[0].Total, $"{whole.History[0].Total} to {whole.Losses.Total}");
        using (var part = Run(until: 22, keep: checkpoint => checkpoint.Save(folder["own"])))
            Assert.Equal(DescentEnd.Stopped, part.End);
        using var checkpoint = StylizationCheckpoint.Load(folder["own"]);
        using var rest = Run(until: 0, resume: checkpoint);
        Assert.Equal(whole.History, rest.History);
        TensorAssert.ShouldBe(rest.Image, whole.Image, 0, 0);
    }

    [Fact]
    public void Run_OfTwoSizes_KeepsTheDetailOfTheFirstImage()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var start = (rand([1, 3, 192, 256], generator: generator) / Number(2)).Plus(0.25);
        List<Tensor> first = [];
        // With nothing to gain anywhere, each size stays what it begins with.
        Pyramid.Run(start, (height, width) => new Flat(first), new() { Size = 256, Evaluations = 8, Levels = 2 }).Dispose();
        Assert.Equal([128, 256], first.Select(image => image.shape[3]));
        TensorAssert.ShouldBe(first[^1], start, 0, 0.05);
        using var enlarged = Scaling.To(first[0], 192, 256);
        Assert.True((enlarged - start).abs().mean().item<float>() > 0.1);
        first.ForEach(image => image.Dispose());
    }

    [Fact]
    public void Run_OfThreeSizes_KeepsHalfTheDetailInTheMiddle()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var start = (rand([1, 3, 192, 256], generator: generator) / Number(2)).Plus(0.25);
        List<Tensor> first = [];
        Pyramid.Run(start, (height, width) => new Flat(first), new() { Size = 256, Evaluations = 8, Levels = 3 }).Dispose();
        var (whole, enlarged) = (Scaling.To(start, 96, 128), Scaling.To(first[0], 96, 128));
        TensorAssert.ShouldBe(first[1], whole.Plus(enlarged) / Number(2), 0, 0.02);
        first.ForEach(image => image.Dispose());
    }

    [Fact]
    public void Run_FromAnImageOfTheSmallestSize_AddsNoDetail()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var start = rand([1, 3, 48, 64], generator: generator);
        List<Tensor> first = [];
        Pyramid.Run(start, (height, width) => new Flat(first), new() { Size = 256, Evaluations = 8, Levels = 3 }).Dispose();
        TensorAssert.ShouldBe(first[^1], Scaling.To(Scaling.To(start, 96, 128), 192, 256), 0, 0);
        first.ForEach(image => image.Dispose());
    }

    private sealed class Flat(List<Tensor> first) : IObjective
    {
        public Evaluation Evaluate(Tensor image)
        {
            if (first.Count == 0 || first[^1].shape[3] != image.shape[3])
                first.Add(image.clone().DetachFromDisposeScope());
            return new(1, zeros_like(image));
        }
    }

    [Fact]
    public void Run_ResumedWithAnObjectiveOfAnotherIdentity_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var start = StylizerTests.Picture(30, 40, 1);
        var request = new StylizationRequest { Size = 64, Evaluations = 6, Levels = 1 };
        StylizationResult Run(string identity, StylizationCheckpoint? resume = null) => Pyramid.Run(
            start, (height, width) => new Gray([], (height, width)), request, new() { Every = 3, Checkpoint = kept => kept.Save(folder["gray"]) }, resume, identity);
        Run("gray 0.5").Dispose();
        using var checkpoint = StylizationCheckpoint.Load(folder["gray"]);
        Run("gray 0.5", checkpoint).Dispose();
        Assert.Contains("is the checkpoint of a run whose network or loss was another", Assert.Throws<StylizationException>(() => Run("gray 0.7", checkpoint)).Message, StringComparison.Ordinal);
    }

    // Half the square of the distance from gray.
    private sealed class Gray : IObjective
    {
        public Gray(List<(int, int)> sizes, (int, int) size) => sizes.Add(size);

        public Evaluation Evaluate(Tensor image)
        {
            var gradient = image - Number(0.5);
            return new(gradient.pow(Number(2)).sum().ToNumber() / 2, gradient);
        }
    }

    private sealed class Reports(Action<StylizationProgress> report) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => report(value);
    }
}
