using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class FineTuningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(7, false)]
    [InlineData(4, true)]
    public void LoadBody_OfAFileForSevenClasses_KeepsTheHeadOfAnother(int saved, bool sameClasses)
    {
        using var scope = NewDisposeScope();
        using var before = NetworkCatalog.Create("small", saved);
        WeightFile.Write(_folder["weights.safetensors"], before.state_dict());
        using var network = NetworkCatalog.Create("small", 4);
        var head = network.state_dict()["fc.weight"].clone();
        Assert.Equal(sameClasses, ClassifierCheckpoint.LoadBody(network, _folder["weights.safetensors"]));
        Assert.True(network.state_dict()["conv1.weight"].Equals(before.state_dict()["conv1.weight"]));
        Assert.Equal(!sameClasses, network.state_dict()["fc.weight"].Equals(head));
    }

    [Fact]
    public void LoadBody_OfAnotherNetwork_IsRefused()
    {
        using var other = NetworkCatalog.Create("resnet18", 4);
        WeightFile.Write(_folder["resnet.safetensors"], other.state_dict());
        using var network = NetworkCatalog.Create("small", 4);
        var error = Assert.Throws<WeightFileException>(() => ClassifierCheckpoint.LoadBody(network, _folder["resnet.safetensors"]));
        Assert.StartsWith($"{_folder["resnet.safetensors"]}: ", error.Message);
    }

    public void Dispose() => _folder.Dispose();
}
