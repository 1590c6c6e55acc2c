using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Models.Tests;

/// <summary>Features against torchvision's networks with the same weights.</summary>
public sealed class ReferenceFeaturesTests
{
    public static TheoryData<string> Variants() => [.. VggVariant.All.Select(variant => variant.Name)];

    [Theory, MemberData(nameof(Variants))]
    public void Encoder_OfEachVariant_HasTorchvisionsStatistics(string name)
    {
        using var scope = NewDisposeScope();
        using var features = PlainVgg.Build(name);
        using var encoder = new VggEncoder(VggVariant.Named(name), features, new() { Normalization = InputNormalization.None });
        using var pass = encoder.Forward(Image(64), encoder.Layers);
        var expected = ReferenceNumbers.Read("vgg.json").GetProperty("networks").GetProperty(name).GetProperty("taps");
        Assert.Equal(expected.EnumerateObject().Select(tap => tap.Name), encoder.Layers);
        foreach (var tap in expected.EnumerateObject())
        {
            var values = pass.Features(tap.Name);
            TensorAssert.ShouldBe(values.mean().item<float>(), tap.Value[0].GetDouble(), relative: 1e-4);
            TensorAssert.ShouldBe(values.std().item<float>(), tap.Value[1].GetDouble(), relative: 1e-4);
        }
    }

    [SharedFact("expected/networks.json")]
    public void Vgg16WithBatchNorm_FoldedAndNot_HasTheExpectedOutput()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var expected = ReferenceNumbers.Read(Shared.File("expected/networks.json")).GetProperty("models").GetProperty("vgg16_bn_features");
        using var features = PlainVgg.Build("vgg16_bn");
        using var encoder = new VggEncoder(VggVariant.Named("vgg16_bn"), features);
        using var pass = encoder.Forward(Image(288), ["relu5_3"], isNormalized: true);
        Assert.Equal(expected.GetProperty("parameters").GetInt64(), features.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(expected.GetProperty("state_dict_entries").GetInt32(), features.state_dict().Count);
        foreach (var output in (Tensor[])[F.max_pool2d(pass.Features("relu5_3"), 2), features.call(Image(288))])
        {
            TensorAssert.ShouldBe(output.mean().item<float>(), expected.GetProperty("output_mean").GetDouble(), relative: 1e-4);
            TensorAssert.ShouldBe(output.std().item<float>(), expected.GetProperty("output_std").GetDouble(), relative: 1e-4);
            Assert.Equal(expected.GetProperty("output_argmax").GetInt64(), output.contiguous().argmax().item<long>());
        }
    }

    // x[c,h,w] = sin(0.05 h + 0.7 c) cos(0.07 w - 0.3 c)
    private static Tensor Image(int size)
    {
        var (c, at) = (Arange(3, float64).view(1, 3, 1, 1), Arange(size, float64));
        return ((at.view(1, 1, -1, 1) * Number(0.05)).Plus(c * Number(0.7)).sin() * (at.view(1, 1, 1, -1) * Number(0.07) - c * Number(0.3)).cos()).to(float32);
    }
}
