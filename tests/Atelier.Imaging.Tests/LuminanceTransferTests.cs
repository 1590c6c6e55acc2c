using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class LuminanceTransferTests
{
    [Fact]
    public void Gray_OfPrimaries_IsTheirLuminance()
    {
        using var scope = NewDisposeScope();
        var gray = LuminanceTransfer.Gray(eye(3).view(1, 3, 1, 3));
        TensorAssert.ShouldBe(gray, tensor([0.299f, 0.587f, 0.114f]).view(1, 1, 1, 3).expand(1, 3, 1, 3));
    }

    [Fact]
    public void GrayLike_HasThePhotosMeanAndDeviation()
    {
        using var scope = NewDisposeScope();
        var matched = LuminanceTransfer.GrayLike(rand(1, 3, 40, 30), (rand(1, 3, 20, 25) * Number(0.1)).Plus(0.4));
        var photo = LuminanceTransfer.Gray((rand(1, 3, 20, 25) * Number(0.1)).Plus(0.4));
        Assert.Equal(photo.mean().item<float>(), matched.mean().item<float>(), 0.02f);
        Assert.Equal(photo.std().item<float>(), matched.std().item<float>(), 0.01f);
    }

    [Fact]
    public void Recolor_OfThePhotoItself_GivesThePhoto()
    {
        using var scope = NewDisposeScope();
        var photo = rand(1, 3, 9, 7);
        TensorAssert.ShouldBe(LuminanceTransfer.Recolor(photo, photo), photo, absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Recolor_OfAnything_KeepsItsLuminanceAndStaysWithinRange()
    {
        using var scope = NewDisposeScope();
        var (painted, photo) = (rand(1, 3, 16, 16), rand(1, 3, 16, 16));
        var recolored = LuminanceTransfer.Recolor(painted, photo);
        Assert.InRange(recolored.min().item<float>(), -1e-5f, 1);
        Assert.InRange(recolored.max().item<float>(), 0, 1 + 1e-5f);
        TensorAssert.ShouldBe(LuminanceTransfer.Gray(recolored), LuminanceTransfer.Gray(painted), absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Recolor_OfAGrayPhoto_IsGray()
    {
        using var scope = NewDisposeScope();
        var painted = rand(1, 3, 8, 8);
        TensorAssert.ShouldBe(LuminanceTransfer.Recolor(painted, full([1, 3, 8, 8], Number(0.3f))), LuminanceTransfer.Gray(painted), absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Gray_OfAnotherShape_Throws()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ShapeException>(() => LuminanceTransfer.Gray(rand(3, 8, 8)));
    }
}
