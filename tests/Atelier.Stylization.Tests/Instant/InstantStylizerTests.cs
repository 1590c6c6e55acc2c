using Atelier.Core;
using Atelier.Imaging;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Stylization.Tests;

public sealed class InstantStylizerTests : IDisposable
{
    private static readonly StylizationRequest Small = new() { Size = 160 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Tensor _photo = Picture(1, 90, 120);
    private readonly torch.Tensor _painting = Picture(2, 100, 70);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(120, 90, 512)]
    [InlineData(300, 27, 100)]
    [InlineData(9, 9, 16)]
    [InlineData(40, 600, 333)]
    public void Paint_OfAnySize_GivesAPictureInThePhotosProportions(int width, int height, int size)
    {
        var request = new StylizationRequest { Size = size };
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([_painting], request);
        var painted = stylizer.Paint(Picture(3, height, width), style);
        var (wide, high) = request.ResultSize(width, height);
        Assert.Equal([1, 3, high, wide], painted.shape);
        Assert.InRange(painted.min().item<float>(), 0, 1);
        Assert.InRange(painted.max().item<float>(), 0, 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 1)]
    [InlineData(1, 0.2)]
    public void Paint_OfNothing_AfterNothing_HasThePaintingsColor(double photo, double painting)
    {
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([torch.full([1, 3, 60, 80], Number(painting))], Small);
        var painted = stylizer.Paint(torch.full([1, 3, 60, 80], Number(photo)), style);
        TensorAssert.ShouldBe(painted.mean([2, 3]), torch.full([1, 3], Number(painting)), absolute: 0.05);
        Assert.InRange(painted.std().item<float>(), 0, 0.05);
    }

    [Fact]
    public void Paint_AtNoStrength_IsThePhoto_AndChangesSteadilyWithIt()
    {
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([_painting], Small);
        TensorAssert.ShouldBe(stylizer.Paint(_photo, style, strength: 0), Scaling.To(_photo, 120, 160), absolute: 1e-6);
        var pictures = Enumerable.Range(0, 11).Select(tenth => stylizer.Paint(_photo, style, strength: tenth / 10.0)).ToList();
        var whole = Distance(pictures[0], pictures[10]);
        foreach (var (one, next) in pictures.Zip(pictures.Skip(1)))
            Assert.InRange(Distance(one, next), 0, 0.5 * whole);
        TensorAssert.ShouldBe(stylizer.Paint(_photo, style), pictures[10], absolute: 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => stylizer.Paint(_photo, style, strength: 1.5));
    }

    [Fact]
    public void Paint_AfterABlend_LiesBetweenItsPaintings()
    {
        var other = Picture(5, 80, 80) * Number(0.3);
        torch.Tensor Painted(params double[] blend)
        {
            using var stylizer = new InstantStylizer();
            using var style = stylizer.See([_painting, other], Small with { Blend = blend });
            return stylizer.Paint(_photo, style);
        }
        using var alone = new InstantStylizer();
        using var first = alone.See([_painting], Small);
        TensorAssert.ShouldBe(Painted(1, 0), alone.Paint(_photo, first), absolute: 1e-3);
        var (one, half, two) = (Painted(1, 0), Painted(1, 1), Painted(0, 2));
        using var second = alone.See([other], Small);
        using var mixed = InstantStyle.Blend([first, second], [3, 3]);
        TensorAssert.ShouldBe(alone.Paint(_photo, mixed), half, absolute: 1e-5);
        Assert.True(Distance(one, half) < Distance(one, two) && Distance(half, two) < Distance(one, two));
    }

    [Theory]
    [InlineData(ColorSource.Painting)]
    [InlineData(ColorSource.Photo)]
    public void Paint_OfBytes_IsThatOfFloats_InBytesWhereItIsLarge(ColorSource colors)
    {
        var photo = Picture(3, 60, 550);
        var bytes = (photo * Number(255)).round().to(torch.uint8);
        using var stylizer = new InstantStylizer();
        foreach (var size in (int[])[160, 1100])
        {
            using var style = stylizer.See([_painting], new() { Size = size, Colors = colors, Strength = 0.9 });
            var (expected, painted) = (stylizer.Paint(photo, style), stylizer.Paint(bytes, style));
            Assert.Equal(torch.float32, expected.dtype);
            Assert.Equal(size > 1024 ? torch.uint8 : torch.float32, painted.dtype);
            Assert.InRange(Distance(size > 1024 ? painted.to(torch.float32) / Number(255) : painted, expected), 0, 0.004);
        }
    }

    [Fact]
    public void Paint_InThePhotosColors_ChangesLightAlone()
    {
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([_painting], Small with { Colors = ColorSource.Photo });
        var painted = stylizer.Paint(_photo, style);
        TensorAssert.ShouldBe(LuminanceTransfer.Recolor(painted, _photo), painted, absolute: 1e-3);
        Assert.True(Distance(painted, Scaling.To(_photo, 120, 160)) > 0.01);
    }

    [Theory]
    [InlineData(Recipe.Instant, ColorSource.Linear)]
    [InlineData(Recipe.Default, ColorSource.Linear)]
    [InlineData(Recipe.Instant, ColorSource.Histogram)]
    [InlineData(Recipe.Default, ColorSource.Histogram)]
    public void Run_InThePhotosColorsOnTheWhole_HasThem(Recipe recipe, ColorSource colors)
    {
        var request = new StylizationRequest { Recipe = recipe, Colors = colors, Size = 120, Evaluations = recipe is Recipe.Default ? 10 : 300 };
        using var stylizer = new Stylizer(request);
        using var result = stylizer.Run(_photo, [_painting]);
        var (got, wanted) = (Moments(result.Image), Moments(_photo));
        Assert.InRange(got.DistanceTo(wanted), 0, colors is ColorSource.Linear ? 1e-3 : 0.01);
        Assert.True(Distance(result.Image, Scaling.To(_photo, 90, 120)) > 0.01);
    }

    private static ColorMoments Moments(torch.Tensor image) => ColorMoments.Of(ColorPlanes.Of(SrgbCurve.ToLinear(image)));

    [Fact]
    public void Paint_ByTheSameSeed_IsTheSame_AlsoOnSeveralThreads()
    {
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([_painting], Small with { Seed = 5 });
        var expected = stylizer.Paint(_photo, style);
        var pictures = new torch.Tensor[6];
        Parallel.For(0, pictures.Length, index => pictures[index] = stylizer.Paint(_photo, style).DetachFromDisposeScope());
        Assert.All(pictures, picture => TensorAssert.ShouldBe(picture, expected, absolute: 0));
        foreach (var picture in pictures)
            picture.Dispose();
        using var another = stylizer.See([_painting], Small with { Seed = 6 });
        Assert.True(Distance(stylizer.Paint(_photo, another), expected) > 0);
    }

    [Fact]
    public void Paint_OfFrames_LeavesNothingBehind()
    {
        using var stylizer = new InstantStylizer();
        using var style = stylizer.See([_painting], Small);
        var before = 0L;
        foreach (var (index, frame) in stylizer.Paint(Enumerable.Repeat(_photo, 20), style).Index())
        {
            Assert.Equal([1, 3, 120, 160], frame.shape);
            frame.Dispose();
            if (index == 1)
                before = torch.Tensor.TotalCount;
        }
        // What other tests have left to the garbage collector may go meanwhile.
        Assert.InRange(torch.Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void Run_OfTheRecipe_PaintsTheSame_AndReportsItsTiles()
    {
        using var instant = new InstantStylizer();
        using var style = instant.See([_painting], Small with { Size = 320 });
        using var stylizer = new Stylizer(Small with { Size = 320, Recipe = Recipe.Instant });
        List<StylizationProgress> progress = [];
        using var result = stylizer.Run(_photo, [_painting], new() { Progress = new Reports(progress.Add) });
        TensorAssert.ShouldBe(result.Image, instant.Paint(_photo, style), absolute: 0);
        using var again = stylizer.Run(_photo, [_painting]);
        TensorAssert.ShouldBe(again.Image, result.Image, absolute: 0);
        Assert.Equal((0, DescentEnd.Finished), (result.History.Count, result.End));
        Assert.Equal([(1, 2, 160), (2, 2, 320)], progress.Select(step => (step.Evaluation, step.Evaluations, step.Width)));
        Assert.Equal(1, progress[^1].Part, 1e-9);
        Assert.Equal([(120, 160, 1), (240, 320, 1)], stylizer.Plan(_photo, [_painting]).Levels.Select(level => (level.Height, level.Width, level.Tiles)));
    }

    [Fact]
    public void Run_Stopped_PaintsNothing()
    {
        using var stylizer = new Stylizer(Small with { Recipe = Recipe.Instant });
        Assert.ThrowsAny<OperationCanceledException>(() => stylizer.Run(_photo, [_painting], stop: new(canceled: true)));
    }

    [Fact]
    public void See_WhatIsNoPainting_SaysWhy()
    {
        using var stylizer = new InstantStylizer();
        var two = Small with { Blend = [1, 2] };
        Assert.Contains("blend weights", Assert.Throws<StylizationException>(() => stylizer.See([_painting], two)).Message, StringComparison.Ordinal);
        Assert.Contains("strip", Assert.Throws<StylizationException>(() => stylizer.See([_painting, torch.rand(1, 3, 2, 900)], two)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => stylizer.See([_painting, torch.rand(3, 20, 20)], two));
        Assert.Contains("0 to 1", Assert.Throws<StylizationException>(() => stylizer.See([_painting], Small with { Strength = 3 })).Message, StringComparison.Ordinal);
    }

    private static double Distance(torch.Tensor one, torch.Tensor other) => (one - other).abs().mean().ToNumber();

    private static torch.Tensor Picture(int seed, int height, int width)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(1, 3, 6, 7), [height, width], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }

    private sealed class Reports(Action<StylizationProgress> action) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => action(value);
    }
}
