using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class ClassifierCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Load_OfTimmsNames_AndABackgroundClass_LeavesTheBackgroundOut()
    {
        using var scope = NewDisposeScope();
        using var network = new InceptionResNetV2(1000);
        Write("timm.safetensors", network.state_dict().Select(entry => entry.Key.StartsWith("last_linear.", StringComparison.Ordinal)
            ? KeyValuePair.Create(entry.Key.Replace("last_linear", "classif", StringComparison.Ordinal), cat([full([1, .. entry.Value.shape[1..]], Number(7f)), ones_like(entry.Value) * Number(3)]))
            : entry));
        ClassifierCheckpoint.Load(network, _folder["timm.safetensors"]);
        Assert.Equal(3, network.state_dict()["last_linear.weight"].max().item<float>());
        Assert.Equal(3, network.state_dict()["last_linear.bias"].min().item<float>());
    }

    [Fact]
    public void Load_OfAFileFromSeveralDevices_TakesThePrefixOff()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Create("squeezenet1_1", 3);
        using var other = NetworkCatalog.Create("squeezenet1_1", 3);
        Write("parallel.safetensors", other.state_dict().Select(entry => KeyValuePair.Create("module." + entry.Key, entry.Value)));
        ClassifierCheckpoint.Load(network, _folder["parallel.safetensors"]);
        Assert.True(network.state_dict()["classifier.1.weight"].Equals(other.state_dict()["classifier.1.weight"]));
    }

    [Fact]
    public void Load_OfAuxiliaryHeads_ThatTheNetworkLacks_PassesThemOver()
    {
        using var scope = NewDisposeScope();
        using var whole = new GoogLeNet(4);
        using var bare = new GoogLeNet(4, hasAuxiliary: false);
        Assert.Equal(13_004_888 - 6_624_904, NetworkSummary.CountParameters(new GoogLeNet()) - NetworkSummary.CountParameters(new GoogLeNet(hasAuxiliary: false)));
        Write("whole.safetensors", whole.state_dict());
        ClassifierCheckpoint.Load(bare, _folder["whole.safetensors"]);
        Assert.True(bare.state_dict()["fc.weight"].Equals(whole.state_dict()["fc.weight"]));
        Write("bare.safetensors", bare.state_dict());
        // Nor does a network miss them, which uses them in training only.
        ClassifierCheckpoint.Load(whole, _folder["bare.safetensors"]);
    }

    [Fact]
    public void Load_OfAnotherNetwork_NamesWhatIsMissingUnexpectedAndMisshapen()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Create("resnet18", 10);
        using var other = NetworkCatalog.Create("resnet34", 20);
        Write("resnet34.safetensors", other.state_dict().Where(entry => entry.Key != "bn1.bias"));
        var error = Assert.Throws<WeightFileException>(() => ClassifierCheckpoint.Load(network, _folder["resnet34.safetensors"]));
        Assert.Contains("it lacks 1 tensor ('bn1.bias')", error.Message, StringComparison.Ordinal);
        Assert.Contains("the network has no place for", error.Message, StringComparison.Ordinal);
        Assert.Contains("'fc.weight': expected [10,512], found [20,512]", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        WeightFile.Write(_folder[name], tensors.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
}
