using Atelier.Models.Catalogue;
using static TorchSharp.torch;

namespace Atelier.Models.Tests.Catalogue;

public sealed class ClassifiersTests
{
    public static TheoryData<string> Names() => [.. Classifiers.Names];

    [Theory, MemberData(nameof(Names))]
    public void Create_OfEachName_GivesScoresForTheClasses(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Classifiers.Create(name, 5);
        network.eval();
        using var untracked = no_grad();
        var before = Tensor.TotalCount;
        Assert.Equal([2, 5], network.call(rand(2, 3, 40, 64)).shape);
        Assert.True(Tensor.TotalCount <= before + 2, "The network keeps tensors.");
    }

    [Theory, MemberData(nameof(Names))]
    public void LayerGroups_OfEachNetwork_HoldEveryParameterOnce(string name)
    {
        using var network = Classifiers.Create(name, 5);
        var groups = ((IClassifier)network).LayerGroups;
        Assert.Equal(3, groups.Count);
        Assert.Equal(
            network.parameters().Select(parameter => parameter.Handle).Order(),
            groups.SelectMany(group => group).SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).Order());
        Assert.Equal(2, groups[^1].SelectMany(module => module.parameters()).Count());
    }

    [Fact]
    public void Named_AnUnknownNetwork_SaysWhichThereAre() =>
        Assert.Contains("small, resnet18", Assert.Throws<ArgumentException>(() => Classifiers.Named("alexnet")).Message);
}
