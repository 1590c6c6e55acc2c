using Atelier.Models;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Stylization.Tests;

public sealed class InstantPainterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Paint_ByKernels_IsWhatTheStagesPaint(int sizes)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var encoder = EmbeddedNetwork.Load();
        using var network = InstantNetwork.Load();
        using var painter = new InstantPainter(network, encoder);
        var (photo, painting) = (Picture(1, 64, 96), Picture(2, 96, 64));
        var painted = painter.Paint(photo, painter.Describe(painting, sizes));
        Assert.Equal(photo.shape, painted.shape);
        TensorAssert.ShouldBe(painted, ByStages(network, encoder, sizes - 1, photo, painting), absolute: 2e-3);
    }

    [Fact]
    public void Paint_Again_LeavesNothing()
    {
        using var scope = torch.NewDisposeScope();
        using var encoder = EmbeddedNetwork.Load();
        using var network = InstantNetwork.Load();
        using var painter = new InstantPainter(network, encoder);
        var photo = Picture(1, 64, 96);
        var painting = painter.Describe(Picture(2, 96, 64), 3);
        painter.Paint(photo, painting).Dispose();
        painter.Paint(photo, painting).Dispose();
        var before = torch.Tensor.TotalCount;
        painter.Paint(photo, painting).Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Paint_InTiles_IsTheWholePicture()
    {
        using var scope = torch.NewDisposeScope();
        using var encoder = EmbeddedNetwork.Load();
        using var network = InstantNetwork.Load();
        using var painter = new InstantPainter(network, encoder);
        var (photo, painting) = (Picture(1, 352, 416), Picture(2, 320, 224));
        List<PaintedTile> done = [];
        var whole = painter.Paint(photo, painter.Describe(painting, 3), strength: 0.8);
        var tiled = painter.Paint(photo, painter.Describe(painting, 3, tileSide: 96), strength: 0.8, tileSide: 96, painted: done.Add);
        TensorAssert.ShouldBe(tiled, whole, absolute: 2e-3);
        Assert.Equal(1 + 6 + 20, done.Count);
    }

    private static torch.Tensor Picture(int seed, int height, int width)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(1, 3, height / 8, width / 8), [height, width], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }

    private static torch.Tensor ByStages(InstantNetwork network, FeatureEncoder encoder, int size, torch.Tensor photo, torch.Tensor painting)
    {
        var draft = size == 0 ? null : ByStages(network, encoder, size - 1, torch.nn.functional.avg_pool2d(photo, 2), torch.nn.functional.avg_pool2d(painting, 2));
        var (from, to) = (InstantSight.Of(encoder, size, photo), InstantSight.Of(encoder, size, painting));
        torch.Tensor Move(int tap, torch.Tensor features) => Transport.Between(from.Style.Taps[tap], to.Style.Taps[tap]).Apply(features);
        var quarter = torch.cat([.. from.Quarter.Select((features, index) => Move(index + 2, features))], 1);
        var stage = network.StageAt(size);
        var grain = Grain.At(0, 0, (int)photo.shape[2] / 4, (int)photo.shape[3] / 4, stage.Widths.Grain, seed: size).permute(0, 3, 1, 2);
        var painted = stage.Paint(quarter, Move(1, from.Skip), draft, grain, to.Style.Vector()).clamp(Number(0), Number(1));
        return size == 0 ? painted.Plus(Underpainting.Change(painted, to.Style.Palette!)).clamp(Number(0), Number(1)) : painted;
    }
}
