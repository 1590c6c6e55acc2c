using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Models.Tests;

public sealed class InstantNetworkTests
{
    [Fact]
    public void Parameters_AsFloat16_FitIntoTwoMegabytes()
    {
        using var network = new InstantNetwork();
        Assert.InRange(network.state_dict().Values.Sum(tensor => tensor.numel()) * 2, 1, 2_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Paint_ByKernels_IsWhatTheStagesPaint(int sizes)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var encoder = EmbeddedNetwork.Load();
        using var network = Network();
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
        using var network = Network();
        using var painter = new InstantPainter(network, encoder);
        var photo = Picture(1, 64, 96);
        var painting = painter.Describe(Picture(2, 96, 64), 3);
        painter.Paint(photo, painting).Dispose();
        painter.Paint(photo, painting).Dispose();
        var before = torch.Tensor.TotalCount;
        painter.Paint(photo, painting).Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    // With the moments given, a pixel depends on its surroundings alone.
    [Fact]
    public void Paint_OfAPart_IsThePartOfTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var network = Network();
        torch.random.manual_seed(3);
        var stage = network.StageAt(1);
        var (quarter, skip, draft, style) = (torch.rand(1, 96, 40, 32), torch.rand(1, 64, 80, 64), torch.rand(1, 3, 80, 64), torch.rand(1, stage.Widths.Style));
        var whole = stage.Paint(quarter, skip, draft, style);
        var part = stage.Paint(quarter.narrow(2, 8, 24), skip.narrow(2, 16, 48), draft.narrow(2, 16, 48), style);
        TensorAssert.ShouldBe(part.narrow(2, 24, 48), whole.narrow(2, 56, 48), absolute: 1e-4);
    }

    private static InstantNetwork Network()
    {
        torch.random.manual_seed(0);
        var network = new InstantNetwork();
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        for (var stage = 0; stage < 3; stage++)
            network.StageAt(stage).Standardize(torch.rand(4, network.StageAt(stage).Widths.Style).add(One, alpha: One));
        foreach (var (name, parameter) in network.named_parameters())
            if (name.Contains("modulate", StringComparison.Ordinal))
                parameter.normal_(0, 0.05);
        return network;
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
        torch.Tensor Move(int tap, torch.Tensor features) => Transport.Between(from.Moments[tap], to.Moments[tap]).Apply(features);
        var quarter = torch.cat([.. from.Quarter.Select((features, index) => Move(index + 2, features))], 1);
        return network.StageAt(size).Paint(quarter, Move(1, from.Skip), draft, to.Style()).clamp(Number(0), Number(1));
    }
}
