using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class ReferenceOutputsTests
{
    [SharedFact("expected/networks.json")]
    public void GoogLeNet_Filled_GivesTheOriginalsScores() => GivesTheOriginals("googlenet");

    [SharedFact("expected/networks.json")]
    public void InceptionV3_Filled_GivesTheOriginalsScores() => GivesTheOriginals("inception_v3");

    [SharedFact("expected/networks.json")]
    public void InceptionResNetV2_Filled_GivesTheOriginalsScores() => GivesTheOriginals("inception_resnet_v2");

    private static void GivesTheOriginals(string name)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var expected = ReferenceNumbers.Read(Shared.File("expected/networks.json")).GetProperty("models").GetProperty(name);
        using var network = NetworkCatalog.Create(name, 1000);
        Assert.Equal(expected.GetProperty("state_dict_entries").GetInt32(), network.state_dict().Count);
        ReferenceFill.Apply(network).eval();
        var image = ReferenceImage.Waves(expected.GetProperty("input").GetInt32());
        Matches(network.call(image));
        InferenceFolding.Apply(network);
        Matches(network.call(image));

        void Matches(Tensor scores)
        {
            var deviation = expected.GetProperty("logits_std").GetDouble();
            Assert.All(
                expected.GetProperty("logits_first8").Doubles().Zip(scores[0].data<float>()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-3 * Math.Max(Math.Abs(pair.First), deviation)));
            Assert.Equal(expected.GetProperty("logits_mean").GetDouble(), scores.mean().item<float>(), 1e-3 * deviation);
            Assert.Equal(deviation, scores.std().item<float>(), 1e-3 * deviation);
            Assert.Equal(expected.GetProperty("argmax").GetInt64(), scores.argmax().item<long>());
        }
    }
}
