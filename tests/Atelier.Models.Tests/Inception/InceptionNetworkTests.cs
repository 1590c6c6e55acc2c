using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class InceptionNetworkTests
{
    public static TheoryData<string> Names() => [.. NetworkCatalog.All.Where(network => !network.IsVgg).Select(network => network.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Folding_OfEachNetwork_ChangesNoScore_AndTrainingGoesOn(string name)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        manual_seed(2);
        using var network = ReferenceFill.Apply(NetworkCatalog.Create(name, 10));
        network.eval();
        var image = ReferenceImage.Waves(Math.Max(64, NetworkCatalog.Find(name).Preprocessing.LeastSize));
        var plain = network.call(image);
        var names = network.state_dict().Keys.ToList();
        InferenceFolding.Apply(network);
        TensorAssert.ShouldBe(network.call(image), plain, 1e-3, 1e-3 * plain.abs().max().item<float>());
        Assert.Equal(names, network.state_dict().Keys);
        network.train();
        var before = network.state_dict().FirstOrDefault(entry => entry.Key.EndsWith("running_mean", StringComparison.Ordinal)).Value?.clone();
        network.call(cat([image, image * Number(2)]));
        if (before is not null)
            Assert.False(before.Equals(network.state_dict().First(entry => entry.Key.EndsWith("running_mean", StringComparison.Ordinal)).Value));
    }

    [Fact]
    public void ScoresOfAll_OfGoogLeNet_AreTheNetworksAndTwoHeads()
    {
        using var scope = NewDisposeScope();
        using var network = new GoogLeNet(6);
        network.eval();
        Assert.Equal([0.3, 0.3], network.AuxiliaryWeights);
        var image = rand(2, 3, 64, 64);
        var scores = network.ScoresOfAll(image);
        Assert.Equal([3, 2, 6], [scores.Count, .. scores[2].shape]);
        TensorAssert.ShouldBe(scores[0], network.call(image), 1e-6, 1e-6);
        scores[1].sum().backward();
        Assert.NotNull(network.get_parameter("inception4a.branch1.conv.weight")!.grad);
        Assert.Null(network.get_parameter("inception4b.branch1.conv.weight")!.grad);
    }

    [Theory]
    [InlineData(96)]
    [InlineData(299)]
    public void ScoresOfAll_OfInceptionV3_HaveOneHead_AtAnySize(int size)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var network = new InceptionV3(5);
        network.eval();
        Assert.Equal([0.4], network.AuxiliaryWeights);
        Assert.All(network.ScoresOfAll(rand(1, 3, size, size)), scores => Assert.Equal([1, 5], scores.shape));
    }

    [Fact]
    public void NaiveInception_PassesAllChannelsOfThePoolOn()
    {
        using var scope = NewDisposeScope();
        using var block = new NaiveInception(192, 64, 128, 32);
        Assert.Equal([1, 64 + 128 + 32 + 192, 8, 8], block.call(rand(1, 192, 8, 8)).shape);
        // 192 x (64 + 9 x 128 + 25 x 32) weights, and two numbers of batch norm for each output.
        Assert.Equal(192 * (64 + 9 * 128 + 25 * 32) + 2 * 224, NetworkSummary.CountParameters(block));
    }

    [Fact]
    public void InceptionV1_OfThePaper_HasFiveByFiveKernels()
    {
        using var scope = NewDisposeScope();
        var widths = new InceptionV1Widths(64, 96, 128, 16, 32, 32);
        using var paper = new InceptionV1(192, widths, large: 5);
        using var torchvision = new InceptionV1(192, widths);
        using var factorized = new InceptionV1(192, widths, large: 5, isFactorized: true);
        Assert.Equal([1, widths.Total, 7, 7], paper.call(rand(1, 192, 7, 7)).shape);
        Assert.Equal([1, 256, 7, 7], factorized.call(rand(1, 192, 7, 7)).shape);
        Assert.Equal([32, 16, 5, 5], paper.get_parameter("branch3.1.conv.weight")!.shape);
        Assert.Equal(16 * 32 * (25 - 9), NetworkSummary.CountParameters(paper) - NetworkSummary.CountParameters(torchvision));
        Assert.Equal([32, 32, 5, 1], factorized.get_parameter("branch3.2.conv.weight")!.shape);
    }

    [Theory]
    [InlineData("inception_v4", "features.4.branch1.2.conv.weight", "64x64x7x1")]
    [InlineData("inception_v4", "features.19.branch1_1a.conv.weight", "256x384x1x3")]
    [InlineData("inception_v4", "features.21.branch2_3b.bn.running_var", "256")]
    [InlineData("inception_v4", "features.18.branch1.3.conv.weight", "320x320x3x3")]
    [InlineData("inception_resnet_v2", "repeat_1.19.branch1.1.conv.weight", "160x128x1x7")]
    [InlineData("inception_resnet_v2", "repeat_1.0.conv2d.bias", "1088")]
    [InlineData("inception_resnet_v2", "mixed_5b.branch3.1.conv.weight", "64x192x1x1")]
    [InlineData("inception_resnet_v2", "block8.branch1.2.conv.weight", "256x224x3x1")]
    public void StateDict_HasCadenesNames(string network, string name, string shape)
    {
        using var module = NetworkCatalog.Create(network, 10);
        Assert.Equal(shape, string.Join('x', module.state_dict()[name].shape));
    }
}
