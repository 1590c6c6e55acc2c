using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

public sealed class StylizerTests : IDisposable
{
    private static readonly StylizationRequest Options = new() { Size = 128, Evaluations = 24, Levels = 2 };
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly VggEncoder _encoder = RandomVgg.Encoder("vgg19", "relu3_4");
    private readonly Tensor _photo = Picture(60, 80, 1);
    private readonly Tensor _painting = Picture(70, 50, 9);

    public void Dispose()
    {
        _encoder.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Run_LowersTheLossOfAPictureOfTheRightSize()
    {
        List<StylizationProgress> progress = [];
        using var result = Run(Options, new() { Progress = new Reports(progress.Add) });
        Assert.Equal([1, 3, 96, 128], result.Image.shape);
        Assert.True(result.Image.min().item<float>() >= 0 && result.Image.max().item<float>() <= 1);
        Assert.True(result.History[14].Total < 0.5 * result.History[0].Total, $"{result.History[0].Total} to {result.History[14].Total}");
        Assert.Equal((24, 24, DescentEnd.Finished), (result.History.Count, progress.Count, result.End));
        Assert.Equal(Enumerable.Range(1, 24), progress.Select(p => p.Evaluation));
        Assert.Equal(progress.Select(p => p.Part).Order(), progress.Select(p => p.Part));
        Assert.Equal(1, progress[^1].Part, 1e-9);
        Assert.Equal((48, 64), (progress[0].Height, progress[0].Width));
    }

    [Theory, InlineData(StartImage.Content), InlineData(StartImage.Noise)]
    public void Run_Again_GivesTheSamePicture(StartImage start)
    {
        // Both sizes of the pyramid, and enough evaluations for L-BFGS to have a history in each.
        var options = Options with { Start = start, Seed = 3, Evaluations = 12 };
        using var first = Run(options);
        using var second = Run(options);
        TensorAssert.ShouldBe(second.Image, first.Image, 0, 0);
        Assert.Equal(first.History, second.History);
    }

    [Fact]
    public void Run_FromOtherNoise_GivesAnotherPicture()
    {
        using var first = Run(Options with { Start = StartImage.Noise, Seed = 3, Evaluations = 3 });
        using var second = Run(Options with { Start = StartImage.Noise, Seed = 4, Evaluations = 3 });
        Assert.True((first.Image - second.Image).abs().max().item<float>() > 0.01);
    }

    [Theory, InlineData(OptimizerKind.LBfgs, 5), InlineData(OptimizerKind.LBfgs, 20), InlineData(OptimizerKind.Adam, 8)]
    public void Run_ResumedFromACheckpointFile_GivesTheSamePicture(OptimizerKind optimizer, int at)
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Optimizer = optimizer };
        using var whole = Run(options);
        using var stop = new CancellationTokenSource();
        using (var part = Run(
            options,
            new()
            {
                Progress = new Reports(progress => Stop(progress.Evaluation == at, stop)),
                Checkpoint = checkpoint => checkpoint.Save(folder["run.safetensors"]),
            },
            stop: stop.Token))
            Assert.Equal((DescentEnd.Stopped, at), (part.End, part.History.Count));
        using var checkpoint = StylizationCheckpoint.Load(folder["run.safetensors"]);
        using var rest = Run(options, resume: checkpoint);
        Assert.Equal(whole.History, rest.History);
        TensorAssert.ShouldBe(rest.Image, whole.Image, 0, 0);
    }

    [Fact]
    public void Run_ResumedWithAnotherPicture_IsRefused()
    {
        StylizationCheckpoint? kept = null;
        using var folder = new TemporaryFolder();
        using (Run(Options, new() { Every = 4, Checkpoint = c => c.Save(folder["c"]) }))
            kept = StylizationCheckpoint.Load(folder["c"]);
        using (kept)
            Assert.Contains("is the checkpoint of a run", Assert.Throws<StylizationException>(() =>
                new Stylizer(_encoder, Options).Run(Picture(80, 60, 2), [_painting], resume: kept)).Message);
    }

    [Fact]
    public void Run_WithBlend_IsBetweenThePaintings()
    {
        var other = Picture(50, 50, 30);
        var options = Options with { Evaluations = 8, Levels = 1, Size = 64 };
        Tensor Blend(params double[] weights)
        {
            using var result = new Stylizer(_encoder, options with { Blend = weights }).Run(_photo, [_painting, other]);
            return result.Image.DetachFromDisposeScope().MoveToOuterDisposeScope().clone();
        }
        using var alone = new Stylizer(_encoder, options).Run(_photo, [_painting]);
        TensorAssert.ShouldBe(Blend(1, 0), alone.Image, 1e-4, 0);
        TensorAssert.ShouldBe(Blend(2, 2), Blend(0.5, 0.5), 0, 0);
        Assert.True((Blend(0, 1) - alone.Image).abs().max().item<float>() > 0.01);
    }

    [Theory]
    [InlineData("blend", "2 blend weights are given for 1 paintings")]
    [InlineData("nothing", "nothing to paint")]
    [InlineData("start", "none is given")]
    [InlineData("styles", "No painting is given")]
    public void Run_OfInputsThatDoNotFit_SaysWhy(string what, string expected)
    {
        var options = what switch
        {
            "blend" => Options with { Blend = [1, 1] },
            "nothing" => Options with { ContentWeight = 0, StyleWeight = 0 },
            "start" => Options with { Start = StartImage.Image },
            _ => Options,
        };
        var error = Assert.Throws<StylizationException>(() => new Stylizer(_encoder, options).Run(_photo, what == "styles" ? [] : [_painting]));
        Assert.Contains(expected, error.Message);
    }

    [Theory, InlineData(2), InlineData(50)]
    public void Run_OfAPictureThatIsNotFinite_SaysSo(int steps) =>
        Assert.Contains("features at relu3_2 are not finite numbers", Assert.Throws<StylizationException>(() =>
            new Stylizer(_encoder, Options with { Evaluations = steps }).Run(_photo * Number(float.NaN), [_painting])).Message);

    [Fact]
    public void Run_OfAnUnknownLayer_LeavesNothingBehind()
    {
        var before = Tensor.TotalCount;
        Assert.Throws<ArgumentException>(() => Run(Options with { StyleLayers = [new("relu9_1")] }));
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount - before} tensors are left.");
    }

    [Fact]
    public void Run_AHundredTimes_LeavesNoTensorAndNoMemoryBehind()
    {
        var options = Options with { Size = 64, Evaluations = 16 };
        Run(options).Dispose();
        var (tensors, memory) = (Tensor.TotalCount, 0L);
        for (var i = 1; i <= 100; i++)
        {
            // Pass buffers are kept for the next run, as many as the last size needs.
            using (Run(options with { Optimizer = i % 2 == 0 ? OptimizerKind.LBfgs : OptimizerKind.Adam }, new() { Every = 8, Preview = (_, _) => { }, Checkpoint = _ => { } }))
            {
            }
            if (i % 10 != 0)
                continue;
            // How much garbage comes together before .NET collects it depends on the processor's cache: on some, a quarter of a gigabyte.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (i == 10)
                memory = Environment.WorkingSet;
        }
        Assert.True(Tensor.TotalCount <= tensors, $"{Tensor.TotalCount - tensors} tensors are left.");
        Assert.True(Environment.WorkingSet <= 1.05 * memory, $"Resident memory grew from {memory >> 20} to {Environment.WorkingSet >> 20} MiB.");
        TestContext.Current.TestOutputHelper?.WriteLine($"Resident memory: {memory >> 20} MiB after ten, {Environment.WorkingSet >> 20} MiB after a hundred.");
    }

    private StylizationResult Run(
        StylizationRequest options, StylizationCallbacks? callbacks = null, StylizationCheckpoint? resume = null, CancellationToken stop = default) =>
        new Stylizer(_encoder, options).Run(_photo, [_painting], callbacks, resume: resume, stop: stop);

    private static void Stop(bool now, CancellationTokenSource stop)
    {
        if (now)
            stop.Cancel();
    }

    // Smooth stripes, in [0,1].
    internal static Tensor Picture(int height, int width, int seed)
    {
        using var scope = NewDisposeScope();
        var c = Arange(3, float32).view(1, 3, 1, 1);
        var (h, w) = (Arange(height, float32).view(1, 1, -1, 1), Arange(width, float32).view(1, 1, 1, -1));
        var (down, across) = ((h * Number(0.1 + 0.05 * seed)).Plus(c), w * Number(0.13) - h * Number(0.02) * Number(seed) - c);
        return (Number(0.25) * down.sin()).Plus(0.5).Plus(Number(0.24) * across.cos()).to(float32).MoveToOuterDisposeScope();
    }

    private sealed class Reports(Action<StylizationProgress> report) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => report(value);
    }
}
