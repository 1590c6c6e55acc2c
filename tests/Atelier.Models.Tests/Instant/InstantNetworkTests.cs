using TorchSharp;

namespace Atelier.Models.Tests;

public sealed class InstantNetworkTests
{
    [Fact]
    public void Parameters_AsFloat16_FitIntoTwoMegabytes()
    {
        using var network = new InstantNetwork();
        Assert.InRange(network.state_dict().Values.Sum(tensor => tensor.numel()) * 2, 1, 2_000_000);
    }

    // With the moments given, a pixel depends on its surroundings alone.
    [Fact]
    public void Paint_OfAPart_IsThePartOfTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var network = InstantNetwork.Load();
        torch.random.manual_seed(3);
        var stage = network.StageAt(1);
        var (quarter, skip, draft, style) = (torch.rand(1, 96, 40, 32), torch.rand(1, 64, 80, 64), torch.rand(1, 3, 80, 64), torch.rand(1, stage.Widths.Style));
        torch.Tensor Grained(int top, int height) => Grain.At(top, 0, height, 32, stage.Widths.Grain, seed: 1).permute(0, 3, 1, 2);
        var whole = stage.Paint(quarter, skip, draft, Grained(0, 40), style);
        var part = stage.Paint(quarter.narrow(2, 8, 24), skip.narrow(2, 16, 48), draft.narrow(2, 16, 48), Grained(8, 24), style);
        TensorAssert.ShouldBe(part.narrow(2, 24, 48), whole.narrow(2, 56, 48), absolute: 1e-4);
    }
}
