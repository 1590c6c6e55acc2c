using Atelier.Core;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Stylization.Tests;

public sealed class TransparentPicturesTests : IDisposable
{
    private static readonly StylizationRequest Small = new() { Size = 96, Evaluations = 20, Levels = 2 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Tensor _photo = torch.rand(1, 3, 72, 96), _painting = torch.rand(1, 3, 64, 80), _alpha = Disk(72, 96, 30);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(Recipe.Default, ColorSource.Painting)]
    [InlineData(Recipe.Default, ColorSource.Photo)]
    [InlineData(Recipe.Default, ColorSource.Linear)]
    [InlineData(Recipe.Default, ColorSource.Histogram)]
    [InlineData(Recipe.Instant, ColorSource.Painting)]
    public void HiddenColors_ChangeNothing_AndTransparencyIsKept(Recipe recipe, ColorSource colors)
    {
        var request = Small with { Recipe = recipe, Colors = colors };
        var (one, other) = (Run(request, Hidden(_photo, _alpha), _painting), Run(request, Hidden(_photo, _alpha), _painting));
        TensorAssert.ShouldBe(one, other, absolute: 0, relative: 0);
        Assert.Equal(4, one.shape[1]);
        TensorAssert.ShouldBe(one.narrow(1, 3, 1), _alpha, absolute: 0, relative: 0);
    }

    [Theory]
    [InlineData(Recipe.Default)]
    [InlineData(Recipe.Instant)]
    public void HiddenPartsOfAPainting_ChangeNothing(Recipe recipe)
    {
        var (request, alpha) = (Small with { Recipe = recipe }, Disk(64, 80, 25));
        TensorAssert.ShouldBe(Run(request, _photo, Hidden(_painting, alpha)), Run(request, _photo, Hidden(_painting, alpha)), absolute: 0, relative: 0);
    }

    [Fact]
    public void OpaquePictures_AreAsWithoutAlpha()
    {
        torch.Tensor Opaque(torch.Tensor image) => torch.cat([image, torch.ones_like(image.narrow(1, 0, 1))], 1);
        TensorAssert.ShouldBe(Run(Small, Opaque(_photo), Opaque(_painting)), Run(Small, _photo, _painting), absolute: 0, relative: 0);
    }

    // What is seen of a painting is what counts: half of it hidden is as if that half were not there.
    [Fact]
    public void SeenPartOfAPainting_IsAllThatCounts()
    {
        var photo = torch.linspace(0.2, 0.8, 96).view(1, 1, 1, 96).expand(1, 3, 72, 96);
        torch.random.manual_seed(3);
        var coarse = torch.nn.functional.interpolate(torch.rand(1, 3, 6, 6), [96, 96], mode: torch.InterpolationMode.Bilinear, align_corners: false);
        var both = torch.cat([coarse, torch.rand(1, 3, 96, 96)], 3);
        var half = torch.cat([torch.ones(1, 1, 96, 96), torch.zeros(1, 1, 96, 96)], 3);
        var (of, other) = (Run(Small, photo, torch.cat([both, half], 1)), Run(Small, photo, torch.cat([both, half.neg().Plus(1)], 1)));
        Assert.True(Rough(of) < 0.8 * Rough(other), $"{Rough(of)} and {Rough(other)}");

        static double Rough(torch.Tensor picture) => (picture.narrow(3, 1, 95) - picture.narrow(3, 0, 95)).abs().mean().ToNumber();
    }

    [Fact]
    public void PicturesOfWhichNothingIsSeen_AreRefused()
    {
        var none = torch.zeros(1, 1, 72, 96);
        Assert.Contains("The photo is transparent everywhere", Assert.Throws<StylizationException>(() => Run(Small, Hidden(_photo, none), _painting)).Message, StringComparison.Ordinal);
        Assert.Contains("Painting 1 is transparent everywhere", Assert.Throws<StylizationException>(() => Run(Small, _photo, Hidden(_photo, none))).Message, StringComparison.Ordinal);
    }

    // Colors within, chance where nothing is seen.
    private static torch.Tensor Hidden(torch.Tensor image, torch.Tensor alpha) =>
        torch.cat([torch.where(alpha.eq(Number(0)), torch.rand_like(image), image), alpha], 1);

    private static torch.Tensor Disk(int height, int width, double radius)
    {
        var (rows, columns) = (torch.linspace(-height / 2.0, (height / 2.0) - 1, height).view(-1, 1), torch.linspace(-width / 2.0, (width / 2.0) - 1, width).view(1, -1));
        var distance = (rows * rows).Plus(columns * columns).sqrt();
        return ((distance.neg().Plus(radius) / Number(4)).clamp(Number(0), Number(1)) * Number(255)).round().div(Number(255)).view(1, 1, height, width);
    }

    private static torch.Tensor Run(StylizationRequest request, torch.Tensor photo, torch.Tensor painting)
    {
        using var stylizer = new Stylizer(request);
        return stylizer.Run(photo, [painting]).Image;
    }
}
