using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

[NoTensorLeaks]
public sealed class InputNormalizationTests
{
    public static TheoryData<string> Known() => ["ImageNet", "Caffe", "None"];

    [Theory, MemberData(nameof(Known))]
    public void Invert_OfApply_IsTheImage(string name)
    {
        using var scope = NewDisposeScope();
        var image = rand(2, 3, 4, 5);
        TensorAssert.ShouldBe(Named(name).Invert(Named(name).Apply(image)), image, 1e-6, 1e-5);
    }

    [Theory, MemberData(nameof(Known))]
    public void Backward_AgainstAutogradThroughApply_Agrees(string name)
    {
        using var scope = NewDisposeScope();
        var image = rand(2, 3, 4, 5).requires_grad_();
        var outer = randn(2, 3, 4, 5);
        Named(name).Apply(image).backward([outer]);
        TensorAssert.ShouldBe(Named(name).Backward(outer), image.grad!, 1e-6, 1e-5);
    }

    [Fact]
    public void Apply_OfAColor_FollowsTheDefinitions()
    {
        using var scope = NewDisposeScope();
        var image = tensor([1f, 0.5f, 0f]).view(1, 3, 1, 1);
        var expected = tensor([(float)(0.515 / 0.229), (float)(0.044 / 0.224), (float)(-0.406 / 0.225)]).view(1, 3, 1, 1);
        TensorAssert.ShouldBe(InputNormalization.ImageNet.Apply(image), expected);
        TensorAssert.ShouldBe(InputNormalization.Caffe.Apply(image), tensor([-103.939f, 10.721f, 131.32f]).view(1, 3, 1, 1));
        TensorAssert.ShouldBe(InputNormalization.None.Apply(image), image, 0, 0);
    }

    [Fact]
    public void Apply_OfNone_IsACopy()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 3, 2, 2);
        InputNormalization.None.Apply(image).fill_(Number(1));
        Assert.Equal(0f, image.max().item<float>());
    }

    [Theory]
    [InlineData("BGR, 0-255, minus (103.939,116.779,123.68)", "Caffe")]
    [InlineData("RGB 0-1, mean (0.485,0.456,0.406), std (0.229,0.224,0.225), 224 px", "ImageNet")]
    [InlineData("rgb 0-1, Mean ( 0.485, 0.456, 0.406 ) and std (0.229, 0.224, 0.225)", "ImageNet")]
    public void TryParse_OfAWeightFilesDescription_IsIt(string text, string name) => ShouldEqual(InputNormalization.TryParse(text), Named(name));

    [Theory, InlineData(null), InlineData(""), InlineData("RGB"), InlineData("RGB 0-2, mean (1,2,3)"), InlineData("BGR 0-255, minus (1,2)")]
    public void TryParse_OfAnythingElse_IsNull(string? text) => Assert.Null(InputNormalization.TryParse(text));

    [Theory, MemberData(nameof(Known))]
    public void TryParse_OfDescribe_IsTheSame(string name) => ShouldEqual(InputNormalization.TryParse(Named(name).Describe()), Named(name));

    private static void ShouldEqual(InputNormalization? actual, InputNormalization expected)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Order, expected.Range), (actual.Order, actual.Range));
        Assert.Equal(expected.Mean, actual.Mean);
        Assert.Equal(expected.StandardDeviation, actual.StandardDeviation);
    }

    private static InputNormalization Named(string name) => name switch
    {
        "ImageNet" => InputNormalization.ImageNet,
        "Caffe" => InputNormalization.Caffe,
        _ => InputNormalization.None,
    };
}
