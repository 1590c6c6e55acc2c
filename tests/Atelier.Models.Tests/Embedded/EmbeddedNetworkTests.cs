using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class EmbeddedNetworkTests
{
    [Fact]
    public void Load_TapsVgg19sLayersThroughRelu3_4()
    {
        using var encoder = EmbeddedNetwork.Load();
        Assert.Equal("atelier", encoder.Name);
        Assert.Equal(["relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3", "relu3_4"], encoder.Layers);
        using var scope = NewDisposeScope();
        using var pass = encoder.Forward(rand(1, 3, 32, 40), ["relu1_1", "relu3_4"]);
        Assert.Equal([1, 32, 32, 40], pass.Features("relu1_1").shape);
        Assert.Equal([1, 96, 8, 10], pass.Features("relu3_4").shape);
    }

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Features_OfAPhotograph_AreThoseOfTheChosenChannelsOfVgg19()
    {
        using var scope = NewDisposeScope();
        using var state = WeightFile.Read(typeof(EmbeddedNetwork).Assembly.GetManifestResourceStream("atelier.safetensors")!, "embedded");
        using var image = Scaling.LongSide(ImageFile.Read(Shared.File("images/content/tubingen.jpg")), 256);
        using var encoder = EmbeddedNetwork.Load();
        using var vgg19 = VggCheckpoint.Load(Shared.File("weights/vgg19_relu3_4.safetensors"), new() { Padding = PaddingMode.Reflection });
        using var pass = encoder.Forward(image, encoder.Layers);
        using var exact = vgg19.Forward(image, encoder.Layers);
        foreach (var layer in encoder.Layers)
        {
            var channels = state.Metadata[$"channels.{layer}"].Split(' ').Select(long.Parse).ToArray();
            var target = exact.Features(layer).index_select(1, tensor(channels));
            var distance = ((pass.Features(layer) - target).pow(Number(2)).mean() / target.pow(Number(2)).mean()).item<float>();
            Assert.True(distance < 0.12, $"{layer}: {distance}");
        }
    }

    [Fact]
    public void File_TakesLessThanThreeMegabytes()
    {
        using var file = typeof(EmbeddedNetwork).Assembly.GetManifestResourceStream("atelier.safetensors")!;
        Assert.InRange(file.Length, 100_000, 3_000_000);
    }
}
