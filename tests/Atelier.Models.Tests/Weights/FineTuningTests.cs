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
        Assert.Equal(sameClasses ? [] : ["fc"], ClassifierCheckpoint.LoadBody(network, _folder["weights.safetensors"]));
        Assert.True(network.state_dict()["conv1.weight"].Equals(before.state_dict()["conv1.weight"]));
        Assert.Equal(!sameClasses, network.state_dict()["fc.weight"].Equals(head));
    }

    // Each wrapper as people's training scripts write it; "|" separates other names that the file has.
    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("model.|optimizer.state.0.exp_avg")]
    [InlineData("net.|net_ema.fc.weight")]
    [InlineData("state_dict.|state_dict_ema.")]
    [InlineData("a.b.state_dict.")]
    [InlineData("ema.")]
    public void LoadWeights_OfAWrappedNetwork_FindsIt(string names)
    {
        var parts = names.Split('|');
        using var before = NetworkCatalog.Create("small", 4);
        using var copy = NetworkCatalog.Create("small", 4);
        var entries = before.state_dict().Select(entry => KeyValuePair.Create(parts[0] + entry.Key, entry.Value));
        if (parts is [_, var other])
            entries = other.EndsWith('.')
                ? entries.Concat(copy.state_dict().Select(entry => KeyValuePair.Create(other + entry.Key, entry.Value)))
                : entries.Append(KeyValuePair.Create(other, copy.state_dict()["fc.weight"]));
        WeightFile.Write(_folder["weights.safetensors"], entries);
        using var network = NetworkCatalog.Create("small", 4);
        network.LoadWeights(_folder["weights.safetensors"]);
        foreach (var (name, tensor) in before.state_dict())
            Assert.True(network.state_dict()[name].Equals(tensor), name);
    }

    [Theory]
    [InlineData("googlenet", "aux1", "aux2")]
    [InlineData("inception_v3", "AuxLogits")]
    public void Weights_WithoutAuxiliaryHeads_AreLoaded_AndTheHeadsNamedToWhoTrainsThem(string name, params string[] heads)
    {
        using var before = NetworkCatalog.Create(name, 4);
        WeightFile.Write(_folder["weights.safetensors"], before.state_dict().Where(entry => !heads.Contains(entry.Key.Split('.')[0])));
        using var network = NetworkCatalog.Create(name, 4);
        network.LoadWeights(_folder["weights.safetensors"]);
        Assert.True(network.state_dict().Where(entry => !heads.Contains(entry.Key.Split('.')[0])).All(entry => before.state_dict()[entry.Key].Equals(entry.Value)));
        Assert.Equal(heads, network.LoadBody(_folder["weights.safetensors"]));
        WeightFile.Write(_folder["half.safetensors"], before.state_dict().Where(entry => !entry.Key.StartsWith(heads[0], StringComparison.Ordinal) || entry.Key.EndsWith("fc2.weight", StringComparison.Ordinal) || entry.Key.EndsWith("fc.weight", StringComparison.Ordinal)));
        Assert.Contains(heads[0], Assert.Throws<WeightFileException>(() => network.LoadWeights(_folder["half.safetensors"])).Message, StringComparison.Ordinal);
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
