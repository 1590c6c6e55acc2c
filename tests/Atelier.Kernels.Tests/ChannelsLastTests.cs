using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

public sealed class ChannelsLastTests
{
    [Fact, NoTensorLeaks]
    public void Of_Images_HaveTheirChannelsSideBySide()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 3, 4, 5);
        var laid = ChannelsLast.From(images);
        Assert.Equal([60, 1, 15, 3], laid.stride());
        TensorAssert.ShouldBe(laid, images, 0, 0);
        TensorAssert.ShouldBe(ChannelsLast.From(laid), images, 0, 0);
    }

    [Fact]
    public void Convert_OfANetwork_KeepsWhatItComputes()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 1), nn.Flatten(), nn.Linear(64, 2));
        var images = rand(2, 3, 6, 6);
        var expected = network.call(images);
        string[] names = [.. network.state_dict().Keys];
        ChannelsLast.Convert(network);
        Assert.Equal(names, network.state_dict().Keys);
        Assert.Equal([27, 1, 9, 3], network.state_dict()["0.weight"].stride());
        var actual = network.call(ChannelsLast.From(images));
        TensorAssert.ShouldBe(actual, expected, 1e-5, 1e-5);
        actual.sum().backward();
        Assert.Equal([27, 1, 9, 3], network.parameters().First(p => p.dim() == 4).grad!.stride());
    }
}
