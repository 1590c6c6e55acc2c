using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class VggNetworkTests
{
    private static readonly System.Text.Json.JsonElement Networks = ReferenceNumbers.Read("vgg.json").GetProperty("networks");

    public static TheoryData<string> Variants() => [.. VggVariant.All.Select(variant => variant.Name)];

    [Fact]
    public void All_AreTorchvisionsEight() =>
        Assert.Equal(Networks.EnumerateObject().Select(network => network.Name), VggVariant.All.Select(variant => variant.Name));

    [Theory, MemberData(nameof(Variants))]
    public void Features_OfEachVariant_HaveTorchvisionsStateDict(string name)
    {
        using var scope = NewDisposeScope();
        using var features = VggNetwork.BuildFeatures(VggVariant.Named(name));
        Assert.Equal(StateDict(name).Where(entry => entry.StartsWith("features.", StringComparison.Ordinal)), Describe(features, "features."));
        Assert.Equal(Networks.GetProperty(name).GetProperty("parameters").GetInt64(), NetworkCatalog.Find(name).Parameters);
        Assert.Equal(Networks.GetProperty(name).GetProperty("feature_parameters").GetInt64(), features.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Network_Whole_HasTorchvisionsStateDictAndScores()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new VggNetwork(VggVariant.Named("vgg11_bn"));
        network.eval();
        Assert.Equal(StateDict("vgg11_bn"), Describe(network, ""));
        Assert.Equal(Networks.GetProperty("vgg11_bn").GetProperty("parameters").GetInt64(), network.parameters().Sum(parameter => parameter.numel()));
        var before = Tensor.TotalCount;
        var scores = network.call(rand(2, 3, 32, 40));
        Assert.Equal([2, 1000], scores.shape);
        Assert.True(Tensor.TotalCount <= before + 2, "The network keeps tensors.");
    }

    [Theory, InlineData("vgg16_bn", "relu1_2", 5), InlineData("vgg16_bn", "relu5_1", 36), InlineData("vgg19", "relu3_4", 17), InlineData("vgg19", "17", 17)]
    public void IndexOf_ALayer_IsItsChildIndex(string name, string layer, int expected) => Assert.Equal(expected, VggVariant.Named(name).IndexOf(layer));

    [Theory, InlineData("relu3_9"), InlineData("-1"), InlineData("37"), InlineData("")]
    public void IndexOf_NoLayer_SaysWhichThereAre(string layer) =>
        Assert.Contains("use relu1_1 to relu5_4, or a child index from 0 to 36", Assert.Throws<ArgumentException>(() => VggVariant.Named("vgg19").IndexOf(layer)).Message);

    [Fact]
    public void Named_AnUnknownVariant_SaysWhichThereAre() =>
        Assert.Contains("vgg11, vgg11_bn, vgg13", Assert.Throws<ArgumentException>(() => VggVariant.Named("vgg12")).Message);

    private static IEnumerable<string> StateDict(string name) =>
        Networks.GetProperty(name).GetProperty("state_dict").EnumerateObject().Select(entry => $"{entry.Name} {entry.Value.GetString()}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Describe(nn.Module module, string prefix) =>
        module.state_dict().Select(entry => $"{prefix}{entry.Key} {string.Join('x', entry.Value.shape)}").Order(StringComparer.Ordinal);
}
