using static TorchSharp.torch;

namespace Atelier.Models.Tests;

/// <summary>Checkpoints that PyTorch writes while the test runs.</summary>
public sealed class TorchSaveTests(PyTorch pytorch) : IClassFixture<PyTorch>, IDisposable
{
    private static readonly System.Text.Json.JsonElement Networks = ReferenceNumbers.Read("classifiers.json").GetProperty("networks");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Files() =>
        [.. from network in Networks.EnumerateObject() from layout in (string[])["zip", "legacy"] select (network.Name, layout)];

    [Theory, MemberData(nameof(Files))]
    public void Checkpoint_SavedByPyTorch_GivesPyTorchsScores(string name, string layout)
    {
        Assert.SkipUnless(PyTorch.IsInstalled, "needs Debian's python3-torchvision");
        var path = _folder[$"{name}.pth"];
        pytorch.Save(name, layout, path);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var network = NetworkCatalog.Create(name, 1000);
        ClassifierCheckpoint.Load(network, path);
        InferenceFolding.Apply(network);
        var scores = network.call(ReferenceImage.Waves(96));
        var want = Networks.GetProperty(name).GetProperty("scores").Doubles();
        var largest = want.Max(Math.Abs);
        Assert.All(want.Zip(scores[0].data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }

    public void Dispose() => _folder.Dispose();
}
