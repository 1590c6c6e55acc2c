using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class TorchvisionTests
{
    private const int Size = 96;
    private static readonly System.Text.Json.JsonElement Networks = ReferenceNumbers.Read("classifiers.json").GetProperty("networks");

    public static TheoryData<string> Names() => [.. Networks.EnumerateObject().Select(network => network.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Network_Filled_HasTorchvisionsStateDictAndScores(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = NetworkCatalog.Create(name, 1000);
        var expected = Networks.GetProperty(name);
        Assert.Equal(
            expected.GetProperty("state_dict").EnumerateObject().Select(entry => $"{entry.Name} {entry.Value.GetString()}").Order(StringComparer.Ordinal),
            network.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}").Order(StringComparer.Ordinal));
        Assert.Equal(expected.GetProperty("parameters").GetInt64(), network.parameters().Sum(parameter => parameter.numel()));
        ReferenceFill.Apply(network).eval();
        var scores = network.call(ReferenceImage.Waves(Size));
        Assert.Equal([1, 1000], scores.shape);
        var want = expected.GetProperty("scores").Doubles();
        var largest = want.Max(Math.Abs);
        Assert.All(want.Zip(scores[0].data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }
}
