using Atelier.Models.ResNet;
using static TorchSharp.torch;

namespace Atelier.Models.Tests.ResNet;

public sealed class ResNetworkTests
{
    private const int Size = 96;
    private static readonly System.Text.Json.JsonElement s_networks = ReferenceNumbers.Read("resnet.json").GetProperty("networks");

    public static TheoryData<string> Variants() => [.. ResNetVariant.All.Select(variant => variant.Name)];

    [Theory, MemberData(nameof(Variants))]
    public void Network_Filled_HasTorchvisionsStateDictAndScores(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new ResNetwork(ResNetVariant.Named(name));
        var expected = s_networks.GetProperty(name);
        Assert.Equal(
            expected.GetProperty("state_dict").EnumerateObject().Select(entry => $"{entry.Name} {entry.Value.GetString()}").Order(StringComparer.Ordinal),
            network.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}").Order(StringComparer.Ordinal));
        Assert.Equal(expected.GetProperty("parameters").GetInt64(), network.parameters().Sum(parameter => parameter.numel()));
        ReferenceFill.Apply(network).eval();
        var scores = network.call(Image());
        Assert.Equal([1, 1000], scores.shape);
        var want = expected.GetProperty("scores").Doubles();
        var largest = want.Max(Math.Abs);
        Assert.All(want.Zip(scores[0].data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }

    [Fact]
    public void Network_New_StartsAsTorchvisions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new ResNetwork(ResNetVariant.Named("resnet18"), 7);
        var state = network.state_dict();
        Assert.Equal(Math.Sqrt(2.0 / (9 * 512)), state["layer4.1.conv2.weight"].std().item<float>(), 1e-4);
        Assert.Equal(Math.Sqrt(2.0 / (49 * 64)), state["conv1.weight"].std().item<float>(), 1e-3);
        Assert.Equal(1, state["layer2.0.bn1.weight"].min().item<float>());
        Assert.Equal([7, 512], state["fc.weight"].shape);
        manual_seed(1);
        using var again = new ResNetwork(ResNetVariant.Named("resnet18"), 7);
        TensorAssert.ShouldBe(again.state_dict()["layer4.1.conv2.weight"], state["layer4.1.conv2.weight"], 0, 0);
    }

    [Fact]
    public void Named_AnUnknownVariant_SaysWhichThereAre() =>
        Assert.Contains("resnet18, resnet34", Assert.Throws<ArgumentException>(() => ResNetVariant.Named("resnet19")).Message);

    private static Tensor Image()
    {
        var (c, h, w) = (arange(3, dtype: ScalarType.Float32).view(3, 1, 1), arange(Size, dtype: ScalarType.Float32).view(Size, 1), arange(Size, dtype: ScalarType.Float32));
        return ((h * 0.05 + c * 0.7).sin() * (w * 0.07 - c * 0.3).cos()).unsqueeze(0);
    }
}
