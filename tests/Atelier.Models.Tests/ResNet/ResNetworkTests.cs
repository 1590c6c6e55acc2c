using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class ResNetworkTests
{
    [Fact]
    public void Network_New_StartsAsTorchvisions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new ResNetwork("resnet18", 7);
        var state = network.state_dict();
        Assert.Equal(Math.Sqrt(2.0 / (9 * 512)), state["layer4.1.conv2.weight"].std().item<float>(), 1e-4);
        Assert.Equal(Math.Sqrt(2.0 / (49 * 64)), state["conv1.weight"].std().item<float>(), 1e-3);
        Assert.Equal(1, state["layer2.0.bn1.weight"].min().item<float>());
        Assert.Equal([7, 512], state["fc.weight"].shape);
        manual_seed(1);
        using var again = new ResNetwork("resnet18", 7);
        TensorAssert.ShouldBe(again.state_dict()["layer4.1.conv2.weight"], state["layer4.1.conv2.weight"], 0, 0);
    }

    [Fact]
    public void Named_AnUnknownVariant_SaysWhichThereAre() =>
        Assert.Contains("resnet18, resnet34", Assert.Throws<ArgumentException>(() => new ResNetwork("resnet19")).Message);

    [Fact]
    public void Network_ThatCannotBeMade_IsFinalizedWithoutAnException()
    {
        // An exception in a finalizer would end the test run.
        Fail(() => new ResNetwork("resnet19"));
        Fail(() => new ResNetwork("resnet18", classes: 0));
        Fail(() => new SmallConvNet(classes: 0));
        GC.Collect();
        GC.WaitForPendingFinalizers();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Fail(Func<Classifier> make) => Assert.ThrowsAny<ArgumentException>(() => { using var network = make(); });
    }
}
