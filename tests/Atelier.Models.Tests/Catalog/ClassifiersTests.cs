using static TorchSharp.torch;

namespace Atelier.Models.Tests;

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
        Assert.Equal([2, 5], network.call(rand(2, 3, Math.Max(40, Classifiers.Named(name).LeastSize), 80)).shape);
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
        Assert.Contains(groups[^1].SelectMany(module => module.parameters()), parameter => parameter.shape[0] == 5);
        Assert.DoesNotContain(groups.SkipLast(1).SelectMany(group => group).SelectMany(module => module.parameters()), parameter => parameter.shape[0] == 5);
    }

    [Fact]
    public void Named_AnUnknownNetwork_SaysWhichThereAre() =>
        Assert.Contains("small, small_inception", Assert.Throws<ArgumentException>(() => Classifiers.Named("alexnet")).Message);

    [Theory, MemberData(nameof(Names))]
    public void Catalog_OfEachNetwork_AgreesWithWhatIsCounted(string name)
    {
        var kind = Classifiers.Named(name);
        using var scope = NewDisposeScope();
        using var network = kind.Create(kind.Weights is null ? 10 : 1000);
        Assert.Equal((kind.Parameters, kind.MultiplyAdds), (ParameterCount.Count(network), NetworkSummary.MultiplyAdds(network, kind.InputSize)));
    }
}
