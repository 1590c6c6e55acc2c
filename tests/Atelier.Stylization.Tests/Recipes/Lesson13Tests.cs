using Atelier.Kernels;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>The lesson's runs against PyTorch's on the same pictures and weights (Reference/lesson13.py).</summary>
public sealed class Lesson13Tests
{
    private const int Size = 96;

    [Fact]
    public void Layers_OfTheLessonsNetwork_AreThePublished()
    {
        using var encoder = RandomVgg.Encoder("vgg16_bn");
        var lesson = new Lesson13(encoder);
        Assert.Equal(["relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3"], encoder.BlockEnds);
        Assert.Equal(["5", "12", "22", "32", "42"], encoder.BlockEnds.Select(layer => VggVariant.Named("vgg16_bn").IndexOf(layer).ToString()));
        Assert.Equal("relu4_3", lesson.ContentLayer);
    }

    [Fact]
    public void Inputs_ByTheFormulas_AreTheReferences()
    {
        using var scope = NewDisposeScope();
        var inputs = ReferenceNumbers.Read("lesson13.json").GetProperty("inputs");
        foreach (var (name, image) in ((string, Tensor)[])[("content", Content()), ("painting", Painting()), ("noise", Noise())])
        {
            var expected = inputs.GetProperty(name);
            Assert.Equal(expected.GetProperty("mean").GetDouble(), image.mean().item<double>(), 1e-6);
            TensorAssert.ShouldBe(image[0, TensorIndex.Colon, 0, 0], tensor(expected.GetProperty("first").Doubles()), 1e-6, 0);
            TensorAssert.ShouldBe(image[0, TensorIndex.Colon, -1, -1], tensor(expected.GetProperty("last").Doubles()), 1e-6, 0);
        }
    }

    [Theory, InlineData("content_relu5_1"), InlineData("content_relu4_3"), InlineData("style"), InlineData("both")]
    public void Losses_OfEachRun_AreTheReferences(string name)
    {
        using var scope = NewDisposeScope();
        var reference = ReferenceNumbers.Read("lesson13.json").GetProperty("runs").GetProperty(name);
        using var encoder = RandomVgg.Encoder("vgg16_bn", options: new() { Convolution = ConvolutionMethod.Direct });
        var lesson = new Lesson13(encoder);
        var (content, painting, halvedAfter, halvedBefore) = (Input(Content()), Input(Painting()), Input(Noise(), 0.5), Input(Noise() / Number(2)));
        var isFirstRun = name.StartsWith("content_", StringComparison.Ordinal);
        using var objective = name switch
        {
            "style" => lesson.Style(painting),
            "both" => lesson.Both(content, painting),
            _ => lesson.Content(content, name["content_".Length..]),
        };
        using var descent = new Descent(isFirstRun ? halvedAfter : halvedBefore, Lesson13.Optimizer(isFirstRun), objective.Evaluate) { IsPatient = true };
        descent.Run(10);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(' ', descent.Losses.Zip(reference.GetProperty("float64").Doubles(), (actual, wanted) => $"{actual.Total / wanted - 1:P3}")));
        foreach (var (actual, expected) in descent.Losses.Zip(reference.GetProperty("float64").Doubles()))
            TensorAssert.ShouldBe(actual.Total, expected, relative: 0.02);
        Assert.Equal(10, descent.Losses.Count);
    }

    [Fact]
    public void TransformAndStart_GiveTheLessonsSizes()
    {
        using var scope = NewDisposeScope();
        using var encoder = RandomVgg.Encoder("vgg16_bn", "relu1_1");
        var lesson = new Lesson13(encoder);
        var gray = full([1, 3, 291, 483], Number(0.5f));
        TensorAssert.ShouldBe(lesson.Transform(gray), encoder.Normalization.Apply(full([1, 3, 288, 288], Number(0.5f))), 1e-5, 1e-5);
        TensorAssert.ShouldBe(lesson.ToImage(lesson.Transform(gray)), full([1, 3, 288, 288], Number(0.5f)), 1e-5, 0);
        var (first, later) = (lesson.Start(30, 40, 7, isFirstRun: true), lesson.Start(30, 40, 7, isFirstRun: false));
        Assert.Equal([1, 3, 288, 288], first.shape);
        TensorAssert.ShouldBe(encoder.Normalization.Invert(later), encoder.Normalization.Invert(first * Number(2)) / Number(2), 1e-5, 1e-5);
        TensorAssert.ShouldBe(lesson.Start(30, 40, 7, isFirstRun: true), first, 0, 0);
    }

    [Fact]
    public void Print_EachHundredth_IsAsInTheLesson()
    {
        Assert.Equal("Iteration: 100, loss: 0.25", Lesson13.Print(100, 0.25));
        Assert.All((int[])[1, 99, 101], evaluation => Assert.Null(Lesson13.Print(evaluation, 0.25)));
    }

    [Theory]
    [InlineData(RequestKind.Stylize, Aspect.Content), InlineData(RequestKind.Reconstruct, Aspect.Content), InlineData(RequestKind.Reconstruct, Aspect.Style)]
    public void Stylizer_WithTheLessonsRecipe_StopsAndResumesToTheSameBits(RequestKind kind, Aspect aspect)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var encoder = RandomVgg.Encoder("vgg11", "relu1_1");
        var stylizer = new Stylizer(encoder, new() { Kind = kind, Aspect = aspect, Recipe = Recipe.Lesson13, Seed = 3 });
        StylizationResult Run(int until, Action<StylizationCheckpoint>? keep = null, StylizationCheckpoint? resume = null)
        {
            using var stop = new CancellationTokenSource();
            var progress = new Reports(value =>
            {
                if (value.Evaluation == until)
                    stop.Cancel();
            });
            Tensor[] styles = kind is RequestKind.Stylize ? [StylizerTests.Picture(40, 40, 9)] : [];
            return stylizer.Run(StylizerTests.Picture(30, 40, 1), styles, new() { Progress = progress, Checkpoint = keep }, resume: resume, stop: stop.Token);
        }
        using var whole = Run(until: 8);
        Run(until: 5, keep: checkpoint => checkpoint.Save(folder["lesson"])).Dispose();
        using var checkpoint = StylizationCheckpoint.Load(folder["lesson"]);
        using var rest = Run(until: 8, resume: checkpoint);
        Assert.Equal([1, 3, StylizationRequest.LessonSide, StylizationRequest.LessonSide], whole.Image.shape);
        Assert.Equal(whole.History, rest.History);
        TensorAssert.ShouldBe(rest.Image, whole.Image, 0, 0);
    }

    private sealed class Reports(Action<StylizationProgress> report) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => report(value);
    }

    private static Tensor Input(Tensor image, double factor = 1)
    {
        var (mean, deviation) = (Channels(InputNormalization.ImageNet.Mean), Channels(InputNormalization.ImageNet.StandardDeviation));
        return ((image - mean) / deviation * Number(factor)).to(float32);
    }

    private static Tensor Content()
    {
        var (c, h, w) = Grid();
        var (down, across) = ((Number(0.11) * h).Plus(Number(0.9) * c), Number(0.07) * w - Number(0.5) * c);
        return (Number(0.25) * down.sin()).Plus(0.5).Plus(Number(0.25) * across.cos());
    }

    private static Tensor Painting()
    {
        var (c, h, w) = Grid();
        var falling = (Number(0.45) * h).Plus(Number(0.21) * w).Plus(Number(1.3) * c);
        var rising = (Number(0.33) * w - Number(0.17) * h).Plus(Number(0.4) * c);
        return (Number(0.05) * falling.sin()).Plus(0.28).Plus(Number(0.06) * rising.cos());
    }

    private static Tensor Noise() => MedianFilter.Apply(
        tensor(ReferenceFill.Fractions(Size * Size * 3, 0)).view(1, Size, Size, 3).permute(0, 3, 1, 2), 8).to(float64);

    private static (Tensor C, Tensor H, Tensor W) Grid()
    {
        var at = Arange(Size, float64);
        return (Arange(3, float64).view(1, 3, 1, 1), at.view(1, 1, -1, 1), at.view(1, 1, 1, -1));
    }

    private static Tensor Channels(IReadOnlyList<double> values) => tensor(values.ToArray()).view(1, 3, 1, 1);
}
