using Atelier.Core;
using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

public sealed class VggCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Load_OfVgg19ThroughRelu34_KnowsWhatItIs()
    {
        using var encoder = VggCheckpoint.Load(Shared.File("weights/vgg19_relu3_4.safetensors"));
        Assert.Equal("vgg19", encoder.Name);
        Assert.Equal(["relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3", "relu3_4"], encoder.Layers);
        Assert.Equal(InputNormalization.Caffe.Describe(), encoder.Normalization.Describe());
    }

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Load_LeavesNoMoreThanTheModulesThemselves()
    {
        // What earlier tests left may be finalized meanwhile, which lowers the count: the most of several tries is that of a quiet one.
        static long Left(Action create) => Enumerable.Range(0, 5).Max(_ =>
        {
            var before = Tensor.TotalCount;
            create();
            return Tensor.TotalCount - before;
        });
        // TorchSharp counts the tensors that became parameters until they are finalized.
        var bare = Left(() => VggNetwork.BuildFeatures(VggVariant.Named("vgg19"), "relu3_4").Dispose());
        Assert.True(Left(() => VggCheckpoint.Load(Shared.File("weights/vgg19_relu3_4.safetensors")).Dispose()) <= bare);
    }

    [Theory, InlineData("features."), InlineData("")]
    public void Load_OfAWholeNetwork_TakesItsFeatures(string prefix)
    {
        using var scope = NewDisposeScope();
        using var features = PlainVgg.Build("vgg16_bn");
        var file = Write("vgg16_bn.safetensors", [
            .. features.state_dict().Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value)),
            .. prefix.Length > 0 ? [new("classifier.0.weight", rand(4, 5)), new("classifier.6.bias", rand(3))] : (KeyValuePair<string, Tensor>[])[]]);
        using var direct = new VggEncoder(VggVariant.Named("vgg16_bn"), features);
        var image = rand(1, 3, 32, 32);
        using var expected = direct.Forward(image, ["relu5_3"]);

        using var encoder = VggCheckpoint.Load(file);
        using var pass = encoder.Forward(image, ["relu5_3"]);

        Assert.Equal("vgg16_bn", encoder.Name);
        Assert.Equal(13, encoder.Layers.Count);
        Assert.Equal(InputNormalization.ImageNet, encoder.Normalization);
        TensorAssert.ShouldBe(pass.Features("relu5_3"), expected.Features("relu5_3"), 0, 0);
    }

    [Theory, InlineData("vgg11", "relu3_2"), InlineData("vgg13", "relu3_2"), InlineData("vgg16", "relu4_1"), InlineData("vgg13_bn", "relu2_1")]
    public void Load_OfFeaturesCutOff_FindsDepthAndVariant(string name, string through)
    {
        using var scope = NewDisposeScope();
        using var features = VggNetwork.BuildFeatures(VggVariant.Named(name), through);
        using var encoder = VggCheckpoint.Load(Write("cut.safetensors", features.state_dict(), new(StringComparer.Ordinal) { ["architecture"] = name }));
        Assert.Equal((name, through), (encoder.Name, encoder.Layers[^1]));
    }

    [Theory, InlineData(""), InlineData("module."), InlineData("net.encoder.")]
    public void Load_OfTheLiteraturesNames_IsTheSameNetworkOfCaffe(string prefix)
    {
        using var scope = NewDisposeScope();
        using var features = VggNetwork.BuildFeatures(VggVariant.Named("vgg19"), "relu3_2");
        var names = VggVariant.Named("vgg19").Layers.Select(layer => layer.Name).ToList();
        var file = Write("named.safetensors", [.. features.state_dict().Select(entry =>
            KeyValuePair.Create($"{prefix}{names[int.Parse(entry.Key.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)]}.{entry.Key.Split('.')[1]}", entry.Value))]);
        using var direct = new VggEncoder(VggVariant.Named("vgg19"), features, new() { Normalization = InputNormalization.Caffe });
        var image = rand(1, 3, 24, 24);
        using var expected = direct.Forward(image, ["relu3_2"]);

        using var encoder = VggCheckpoint.Load(file);
        using var pass = encoder.Forward(image, ["relu3_2"]);

        Assert.Equal("vgg19", encoder.Name);
        Assert.Equal(InputNormalization.Caffe, encoder.Normalization);
        TensorAssert.ShouldBe(pass.Features("relu3_2"), expected.Features("relu3_2"), 0, 0);
    }

    [Fact]
    public void Load_OfAdaInsNormalizedVgg_FoldsItsColorsIntoTheFirstConvolution()
    {
        using var scope = NewDisposeScope();
        var (colors, shift) = (rand(3, 3, 1, 1), rand(3));
        var (w1, b1, w2, b2) = (randn(64, 3, 3, 3), rand(64), randn(64, 64, 3, 3), rand(64));
        var file = Write("normalized.safetensors", [
            new("0.weight", colors), new("0.bias", shift), new("2.weight", w1), new("2.bias", b1), new("5.weight", w2), new("5.bias", b2)]);
        var image = rand(1, 3, 20, 28);
        // As the file's own layers compute it: colors, then padding and convolution, twice.
        static Tensor Padded(Tensor x) => nn.functional.pad(x, [1, 1, 1, 1], mode: TorchSharp.PaddingModes.Reflect);
        var first = nn.functional.relu(nn.functional.conv2d(Padded(nn.functional.conv2d(image, colors, shift)), w1, b1));
        var expected = nn.functional.relu(nn.functional.conv2d(Padded(first), w2, b2));

        using var encoder = VggCheckpoint.Load(file, new() { Padding = PaddingMode.Reflection });
        using var pass = encoder.Forward(image, ["relu1_2"]);

        Assert.Equal(InputNormalization.None, encoder.Normalization);
        TensorAssert.ShouldBe(pass.Features("relu1_2"), expected, 1e-4, 1e-4 * expected.abs().max().item<float>());
    }

    [Fact]
    public void Load_WithNormalizationInTheOptions_PrefersIt()
    {
        using var scope = NewDisposeScope();
        using var features = VggNetwork.BuildFeatures(VggVariant.Named("vgg11"), "relu1_1");
        var file = Write("a.safetensors", features.state_dict(), new(StringComparer.Ordinal) { ["input"] = InputNormalization.Caffe.Describe() });
        using var told = VggCheckpoint.Load(file, new() { Normalization = InputNormalization.None });
        using var read = VggCheckpoint.Load(file);
        Assert.Same(InputNormalization.None, told.Normalization);
        Assert.Equal(InputNormalization.Caffe.Describe(), read.Normalization.Describe());
    }

    [Fact, NoTensorLeaks]
    public void Load_OfAnUnrelatedFile_NamesIt()
    {
        using var scope = NewDisposeScope();
        foreach (var name in (string[])["fc.weight", "0.weight", "features.0.weight", "features.99.weight"])
        {
            var file = Write("other.safetensors", [new(name, rand(2, 3))]);
            Assert.Contains("other.safetensors: has no features of a VGG network", Assert.Throws<WeightFileException>(() => VggCheckpoint.Load(file)).Message);
        }
    }

    [SharedFact("weights/squeezenet1_1.safetensors"), NoTensorLeaks]
    public void Load_OfAnotherNetwork_NamesTheFile() => Assert.Contains(
        "squeezenet1_1.safetensors",
        Assert.Throws<WeightFileException>(() => VggCheckpoint.Load(Shared.File("weights/squeezenet1_1.safetensors"))).Message);

    private string Write(string name, IEnumerable<KeyValuePair<string, Tensor>> tensors, Dictionary<string, string>? metadata = null)
    {
        WeightFile.Write(_folder[name], [.. tensors], metadata);
        return _folder[name];
    }
}
