using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class NetworkCatalogTests
{
    // One of the VGG family stands for all: each has half a gigabyte.
    public static TheoryData<string> Names() => [.. NetworkCatalog.All.Where(network => !network.IsVgg || network.Name == "vgg11_bn").Select(network => network.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Create_OfEachName_GivesScoresForTheClasses(string name)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Create(name, 5);
        network.eval();
        using var untracked = no_grad();
        var before = Tensor.TotalCount;
        Assert.Equal([2, 5], network.call(rand(2, 3, Math.Max(40, NetworkCatalog.Find(name).Preprocessing.LeastSize), 80)).shape);
        Assert.True(Tensor.TotalCount <= before + 2, "The network keeps tensors.");
    }

    [Theory, MemberData(nameof(Names))]
    public void LayerGroups_OfEachNetwork_HoldEveryParameterOnce(string name)
    {
        using var network = NetworkCatalog.Create(name, 5);
        var groups = network.LayerGroups;
        Assert.Equal(3, groups.Count);
        Assert.Equal(
            network.parameters().Select(parameter => parameter.Handle).Order(),
            groups.SelectMany(group => group).SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).Order());
        Assert.Contains(groups[^1].SelectMany(module => module.parameters()), parameter => parameter.shape[0] == 5);
        Assert.DoesNotContain(groups.SkipLast(1).SelectMany(group => group).SelectMany(module => module.parameters()), parameter => parameter.shape[0] == 5);
    }

    [Theory, MemberData(nameof(Names))]
    public void Entry_OfEachNetwork_AgreesWithTheNetworkItself(string name)
    {
        var entry = NetworkCatalog.Find(name);
        using var scope = NewDisposeScope();
        using var network = entry.Create(entry.Weights is null ? 10 : 1000);
        Assert.Equal((entry.Parameters, entry.MultiplyAdds), (NetworkSummary.CountParameters(network), NetworkSummary.MultiplyAdds(network, entry.Preprocessing.ImageSize)));
        Assert.Equal(entry.Preprocessing, network.Preprocessing);
        Assert.Equal(entry.AuxiliaryWeights, network.AuxiliaryWeights);
    }

    [Fact]
    public void Entry_OfInceptionV3_TellsATrainerWhatItMustKnow()
    {
        using var network = NetworkCatalog.Create("inception_v3", 5);
        Assert.Equal((299, 75, InputNormalization.Half), (network.Preprocessing.ImageSize, network.Preprocessing.LeastSize, network.Preprocessing.Normalization));
        Assert.Equal([0.4], network.AuxiliaryWeights);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        network.eval();
        Assert.Equal([[1, 5], [1, 5]], network.ScoresOfAll(rand(1, 3, 75, 75)).Select(scores => scores.shape));
    }

    [Fact]
    public void Entry_OfTheEmbeddedNetwork_IsAnEncoderAlone()
    {
        var entry = NetworkCatalog.Find("atelier");
        Assert.Equal((false, true, true, null), (entry.CanClassify, entry.IsEmbedded, entry.IsHere, entry.Cached));
        using var modules = entry.CreateModules();
        Assert.Equal((entry.Parameters, entry.MultiplyAdds), (NetworkSummary.CountParameters(modules), NetworkSummary.MultiplyAdds(modules, 224)));
        Assert.Contains("is for style transfer", Assert.Throws<InvalidOperationException>(() => entry.Create(2)).Message);
        Assert.Contains("is for style transfer only. Use one of small,", Assert.Throws<ArgumentException>(() => NetworkCatalog.Create("atelier", 2)).Message);
        using var encoder = NetworkCatalog.LoadEncoder("atelier");
        Assert.Equal("atelier", encoder.Name);
        Assert.Equal(96, NetworkCatalog.Inspect("atelier").Tensors[^1].Shape[0]);
    }

    [Fact]
    public void LoadEncoder_WhereAFileHasTheNetworksName_LoadsTheNetwork()
    {
        // The working folder is where a user stands, such as the root of this repository, whose script is called atelier.
        var isNew = !File.Exists("atelier");
        if (isNew)
            File.WriteAllText("atelier", "a program");
        try
        {
            using var encoder = NetworkCatalog.LoadEncoder("atelier");
            Assert.Equal("atelier", encoder.Name);
            Assert.Throws<Core.WeightFileException>(() => NetworkCatalog.LoadEncoder("./atelier"));
        }
        finally
        {
            if (isNew)
                File.Delete("atelier");
        }
    }

    [Fact]
    public void Names_AreUnique() => Assert.Equal(NetworkCatalog.All.Count, NetworkCatalog.All.DistinctBy(entry => entry.Name).Count());

    [Theory]
    [InlineData("vgg20", "There is no network 'vgg20': did you mean vgg")]
    [InlineData("ResNet18", "did you mean resnet18")]
    [InlineData("inceptionv3", "did you mean inception_v3")]
    [InlineData("alexnet", "use one of small, small_inception,")]
    public void Find_OfAnUnknownNetwork_NamesTheNearest(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => NetworkCatalog.Find(name)).Message);

    [Fact]
    public void FindWeights_OfNames_KnowsTheCatalogAndHubNames()
    {
        Assert.Equal("vgg19_bn-c79401a0.pth", NetworkCatalog.FindWeights("vgg19_bn").FileName);
        Assert.Equal(64, NetworkCatalog.FindWeights("vgg16-397923af.pth").Sha256.Length);
        Assert.Equal(("resnet18", "f37072fd"), (NetworkCatalog.FindWeights("resnet18-f37072fd.pth").Name, NetworkCatalog.FindWeights("resnet18-f37072fd.pth").Sha256));
        Assert.Equal(("other", "00000000"), (NetworkCatalog.FindWeights("other-00000000.pth").Name, NetworkCatalog.FindWeights("other-00000000.pth").Sha256));
        Assert.Equal("http://data.lip6.fr/cadene/pretrainedmodels/inceptionv4-8e4777a0.pth", NetworkCatalog.FindWeights("inception_v4").Url.AbsoluteUri);
        Assert.All(NetworkCatalog.All.Select(entry => entry.Weights).OfType<PublishedWeights>(), weights => Assert.Contains($"-{weights.Sha256[..8]}.", weights.FileName));
    }

    [Theory]
    [InlineData("../x-00000000.pth", "There are no weights '../x-00000000.pth'")]
    [InlineData("small", "has no published weights: train it")]
    [InlineData("atelier", "is built in")]
    public void FindWeights_OfWhatCannotBeDownloaded_SaysWhy(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => NetworkCatalog.FindWeights(name)).Message);
}
