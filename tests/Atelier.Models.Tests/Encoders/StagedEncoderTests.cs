using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class StagedEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names() => [.. NetworkCatalog.All.Where(network => !network.IsVgg).Select(network => network.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Load_OfEachNetworksFile_KnowsIt_AndItsGradientIsTheLosss(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using (var network = NetworkCatalog.Create(name, 10))
            WeightFile.Write(_folder["network.safetensors"], network.state_dict());
        using var encoder = NetworkCatalog.LoadEncoder(_folder["network.safetensors"]);
        Assert.Equal((name, true), (encoder.Name, encoder is StagedEncoder));
        var (first, middle) = (encoder.Layers[0], encoder.Layers[encoder.Layers.Count / 3]);
        using var untracked = no_grad();
        var image = rand(1, 3, 80, 96);
        // d/dt of sum(w1 * f1) + sum(w2 * f2) along the gradient, by central differences, is the gradient's length.
        Tensor firstWeight, middleWeight, gradient;
        using (var pass = encoder.Forward(image, [first, middle]))
        {
            (firstWeight, middleWeight) = (randn_like(pass.Features(first)), randn_like(pass.Features(middle)));
            pass.Gradient(first).add_(firstWeight, alpha: One);
            pass.Gradient(middle).add_(middleWeight, alpha: One);
            gradient = pass.Backward();
        }
        double Loss(Tensor at)
        {
            using var pass = encoder.Forward(at, [first, middle]);
            return (pass.Features(first) * firstWeight).sum().Plus((pass.Features(middle) * middleWeight).sum()).ToNumber();
        }
        Assert.Equal(image.shape, gradient.shape);
        var length = gradient.norm().ToNumber();
        var step = gradient * Number(0.05 / length);
        Assert.Equal(length, (Loss(image.Plus(step)) - Loss(image - step)) / 0.1, 0.03 * length);
    }

    [Fact]
    public void Resolve_OfALayerThatIsNotThere_NamesThoseThatAre()
    {
        using var network = NetworkCatalog.Create("squeezenet1_1", 10);
        using var encoder = new StagedEncoder("squeezenet1_1", network);
        Assert.Contains("features.1, features.3", Assert.Throws<ArgumentException>(() => encoder.Resolve("relu1_1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfNoKnownNetwork_SaysSo()
    {
        using var scope = NewDisposeScope();
        WeightFile.Write(_folder["odd.safetensors"], new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["weight"] = ones(3) });
        Assert.StartsWith($"{_folder["odd.safetensors"]}: ", Assert.Throws<WeightFileException>(() => NetworkCatalog.LoadEncoder(_folder["odd.safetensors"])).Message);
    }

    public void Dispose() => _folder.Dispose();
}
