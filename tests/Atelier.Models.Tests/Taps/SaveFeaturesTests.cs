using Atelier.Models.Taps;
using static TorchSharp.torch;

namespace Atelier.Models.Tests.Taps;

public sealed class SaveFeaturesTests
{
    [Fact]
    public void Hook_FiresUnderCallUntilDisposed()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(nn.ReLU(), nn.Flatten());
        var relu = (nn.Module<Tensor, Tensor>)network.children().First();
        var saved = new SaveFeatures(relu);
        Assert.Null(saved.Features);

        network.call(tensor([-1f, 2f]).view(1, 2));
        TensorAssert.ShouldBe(saved.Features!, tensor([0f, 2f]).view(1, 2), 0, 0);
        network.call(tensor([3f, -4f]).view(1, 2));
        TensorAssert.ShouldBe(saved.Features!, tensor([3f, 0f]).view(1, 2), 0, 0);

        saved.Dispose();
        network.call(ones(1, 2));
        TensorAssert.ShouldBe(saved.Features!, tensor([3f, 0f]).view(1, 2), 0, 0);
    }
}
