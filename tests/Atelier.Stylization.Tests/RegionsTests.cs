using Atelier.Models;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Stylization.Tests;

public sealed class RegionsTests : IDisposable
{
    private static readonly StylizationRequest Small = new() { Size = 128, Evaluations = 40, Levels = 2 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly FeatureEncoder _encoder = EmbeddedNetwork.Load(new() { Padding = Kernels.PaddingMode.Reflection });
    private readonly torch.Tensor _photo = Picture(1, 96, 128, 12), _coarse = Picture(2, 96, 96, 16), _fine = Picture(3, 96, 96, 3);
    private readonly torch.Tensor _left = Left(96, 128), _all = torch.ones(1, 1, 1, 1);

    public void Dispose()
    {
        _encoder.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void MasksOfEverything_AreNoMasks()
    {
        var plain = Run(null, _coarse);
        TensorAssert.ShouldBe(Run(new([_all]), _coarse), plain, absolute: 0.02);
        TensorAssert.ShouldBe(Run(new([_all], [_all]), _coarse), plain, absolute: 0.02);
    }

    [Fact]
    public void EachRegion_IsNearerToItsOwnPainting_ThanAnyPictureOfOneStyle()
    {
        var picture = Run(new([_left, _left.neg().Plus(1)]), _coarse, _fine);
        var (blend, one, other) = (Run(null, _coarse, _fine), Run(null, _coarse), Run(null, _fine));
        foreach (var (columns, painting) in ((int, torch.Tensor)[])[(0, _coarse), (64, _fine)])
        {
            var own = Distance(picture, columns, painting);
            Assert.True(own < Distance(blend, columns, painting), $"the blend is nearer at {columns}");
            Assert.True(own < 0.7 * Distance(columns == 0 ? other : one, columns, painting), $"the other painting is nearly as near at {columns}");
        }
    }

    [Fact]
    public void WhereNothingIsPainted_ThePhotoStaysToTheBit()
    {
        var photo = Imaging.Scaling.To(_photo, 96, 128);
        var picture = Run(new([_left]), _coarse);
        TensorAssert.ShouldBe(picture.narrow(3, 70, 58), photo.narrow(3, 70, 58), absolute: 0);
        Assert.True((picture - photo).narrow(3, 0, 60).abs().mean().ToNumber() > 0.02);
    }

    [Fact]
    public void PartOfAPainting_IsAllThatCounts()
    {
        var both = torch.cat([_coarse, _fine], 3);
        var half = torch.cat([torch.ones(1, 1, 96, 96), torch.zeros(1, 1, 96, 96)], 3);
        var (of, other) = (Run(new([_all], [half]), both), Run(new([_all], [half.neg().Plus(1)]), both));
        Assert.True(Distance(of, 0, _coarse) < Distance(other, 0, _coarse));
        Assert.True(Distance(other, 0, _fine) < Distance(of, 0, _fine));
    }

    [Theory]
    [InlineData(StyleLoss.Gram)]
    [InlineData(StyleLoss.Wasserstein)]
    [InlineData(StyleLoss.Sliced)]
    public void Gradient_OfAMaskedLoss_IsThatOfItsDifferences(StyleLoss kind)
    {
        torch.random.manual_seed(5);
        using var frozen = torch.no_grad();
        var (features, mask, painted) = (torch.rand(1, 6, 60, 80) * Number(50), torch.rand(1, 1, 15, 20), FeaturePiece.Whole(torch.rand(1, 6, 50, 50) * Number(80)));
        var measure = StyleMeasure.Of(kind, seed: 3);
        using var all = new PlaceWeights();
        using var loss = measure.Loss(measure.Sum(painted, all) / Number(measure.Count(painted, all)), 3, new PlaceWeights(mask));
        var gradient = torch.zeros_like(features);
        loss.Evaluate(features, gradient);
        var way = torch.rand(1, 6, 60, 80);
        const double Step = 0.5;
        var difference = (loss.Evaluate(features.Plus(way * Number(Step))).ToNumber() - loss.Evaluate(features - way * Number(Step)).ToNumber()) / (2 * Step);
        Assert.Equal(difference, (gradient * way).sum().ToNumber(), Math.Abs(difference) * 0.01);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Feather_IsABellCurve_AtAnyWidth(double deviation)
    {
        var soft = Regions.At(new Regions([Left(30, 400)]).Feather(deviation).Photo[0], 30, 400);
        foreach (var (column, share) in ((int, double)[])[(-1, 0.8413), (0, 0.5), (1, 0.1587)])
            Assert.Equal(share, soft[0, 0, 15, 200 + (int)(column * deviation * 400)].ToNumber(), 0.03);
    }

    [Theory]
    [InlineData(StyleLoss.Gram, 0)]
    [InlineData(StyleLoss.Wasserstein, 0)]
    [InlineData(StyleLoss.Sliced, 0)]
    [InlineData(StyleLoss.Wasserstein, 20)]
    public void InTiles_ItIsTheSame(StyleLoss loss, double histogramWeight)
    {
        var regions = new Regions([_left, _left.neg().Plus(1)]);
        var inputs = new StylizationInputs(_encoder, Small with { StyleLoss = loss, HistogramWeight = histogramWeight }, _photo, [_coarse, _fine], null, new(regions, null, []));
        using var plain = inputs.Objective(128);
        using var tiled = inputs.Objective(128, tileSide: 64);
        var (one, other) = (plain.Evaluate(_photo), tiled.Evaluate(_photo));
        Assert.Equal(one.Losses.Total, other.Losses.Total, one.Losses.Total * 1e-4);
        TensorAssert.ShouldBe(other.Gradient, one.Gradient, absolute: 1e-4 * one.Gradient.abs().max().ToNumber());
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1100)]   // in tiles
    public void AtOnce_EachRegionIsThatOfAPictureOfItsPainting_AndTheRestThePhoto(int size)
    {
        using var scope = torch.NewDisposeScope();
        var request = new StylizationRequest { Recipe = Recipe.Instant, Size = size };
        torch.Tensor Paint(Regions? regions, params torch.Tensor[] paintings)
        {
            using var stylizer = new Stylizer(_encoder, request) { Regions = regions };
            return stylizer.Run(_photo, paintings).Image;
        }
        var third = torch.cat([torch.ones(1, 1, 96, 44), torch.zeros(1, 1, 96, 84)], 3);
        var right = torch.cat([torch.zeros(1, 1, 96, 84), torch.ones(1, 1, 96, 44)], 3);
        var picture = Paint(new([third, right]), _coarse, _fine);
        var (of, other, photo) = (Paint(null, _coarse), Paint(null, _fine), Imaging.Scaling.To(_photo, (int)picture.shape[2], (int)picture.shape[3]));
        foreach (var (from, whole) in ((double, torch.Tensor)[])[(0, of), (0.44, photo), (0.75, other)])
        {
            var (start, wide) = ((long)(from * picture.shape[3]), picture.shape[3] / 8);
            TensorAssert.ShouldBe(picture.narrow(3, start, wide), whole.narrow(3, start, wide), 1e-5, 0);
        }
    }

    [Fact]
    public void MasksThatDoNotFit_AreRefused()
    {
        Assert.Contains("2 masks are given for 1 paintings", Refusal(new([_left, _all]), _coarse), StringComparison.Ordinal);
        Assert.Contains("The mask of painting 2 is empty", Refusal(new([_left, torch.zeros(1, 1, 9, 9)]), _coarse, _fine), StringComparison.Ordinal);
        Assert.Contains("The mask of painting 1 has 20x10 pixels and the photo 128x96", Refusal(new([torch.ones(1, 1, 10, 20)]), _coarse), StringComparison.Ordinal);
        using var instant = new Stylizer(_encoder, new() { Recipe = Recipe.Instant, Size = 64 }) { Regions = new([_all], [_all]) };
        Assert.Contains("Style masks are for the recipe default", Assert.Throws<StylizationException>(() => instant.Run(_photo, [_coarse])).Message, StringComparison.Ordinal);
        Assert.Contains("The style mask of painting 1 is empty", Refusal(new([_left], [torch.zeros(1, 1, 9, 9)]), _coarse), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorSource.Linear)]
    [InlineData(ColorSource.Histogram)]
    public void Colors_AreThoseOfThePhoto_InEachRegion(ColorSource colors)
    {
        // Bluish on the left, reddish on the right.
        var tint = torch.cat([torch.tensor([0.2f, 0.4f, 1]).view(1, 3, 1, 1).expand(1, 3, 96, 64), torch.tensor([1, 0.5f, 0.2f]).view(1, 3, 1, 1).expand(1, 3, 96, 64)], 3);
        var photo = _photo * tint;
        using var result = new Stylizer(_encoder, Small with { Colors = colors }) { Regions = new([_left, _left.neg().Plus(1)]) }.Run(photo, [_coarse, _fine]);
        foreach (var column in (int[])[0, 64])
            TensorAssert.ShouldBe(result.Image.narrow(3, column, 64).mean([2, 3]), photo.narrow(3, column, 64).mean([2, 3]), absolute: 0.02, relative: 0);
    }

    private string Refusal(Regions regions, params torch.Tensor[] paintings) => Assert.Throws<StylizationException>(() => Run(regions, paintings)).Message;

    private torch.Tensor Run(Regions? regions, params torch.Tensor[] paintings) => new Stylizer(_encoder, Small) { Regions = regions }.Run(_photo, paintings).Image;

    // Of Gram matrices of half of the picture from a column on.
    private double Distance(torch.Tensor picture, int column, torch.Tensor painting)
    {
        using var frozen = torch.no_grad();
        torch.Tensor Gram(torch.Tensor image, string layer)
        {
            using var pass = _encoder.Forward(image.contiguous(), [layer]);
            return GramMatrix.Compute(pass.Features(layer));
        }
        return ((string[])["relu1_1", "relu2_1", "relu3_1"]).Average(layer =>
        {
            var wanted = Gram(painting, layer);
            var apart = Gram(picture.narrow(3, column, 64), layer) - wanted;
            return ((apart * apart).mean() / (wanted * wanted).mean()).ToNumber();
        });
    }

    private static torch.Tensor Left(int height, int width) => torch.cat([torch.ones(1, 1, height, width / 2), torch.zeros(1, 1, height, width / 2)], 3);

    private static torch.Tensor Picture(int seed, int height, int width, int grain)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(1, 3, height / grain, width / grain), [height, width], mode: torch.InterpolationMode.Nearest);
    }
}
