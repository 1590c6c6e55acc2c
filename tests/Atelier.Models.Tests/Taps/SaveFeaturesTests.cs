using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

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
        Assert.Null(saved.Features);
        network.call(ones(1, 2));
        Assert.Null(saved.Features);
    }

    [Fact]
    public void Features_InTheMiddleOfANetwork_CarryGradients()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(nn.ReLU(), nn.Flatten());
        using var saved = new SaveFeatures((nn.Module<Tensor, Tensor>)network.children().First());
        var image = tensor([-1f, 2f]).view(1, 2).detach().requires_grad_();
        network.call(image);
        saved.Features!.pow(Number(2)).sum().backward();
        TensorAssert.ShouldBe(image.grad!, tensor([0f, 4f]).view(1, 2), 0, 0);
    }
}
