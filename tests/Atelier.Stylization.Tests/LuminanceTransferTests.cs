using Atelier.Core.Guards;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

[NoTensorLeaks]
public sealed class LuminanceTransferTests
{
    [Fact]
    public void Grey_OfPrimaries_IsTheirLuminance()
    {
        using var scope = NewDisposeScope();
        var grey = LuminanceTransfer.Grey(eye(3).view(1, 3, 1, 3));
        TensorAssert.ShouldBe(grey, tensor([0.299f, 0.587f, 0.114f]).view(1, 1, 1, 3).expand(1, 3, 1, 3));
    }

    [Fact]
    public void GreyLike_HasThePhotosMeanAndDeviation()
    {
        using var scope = NewDisposeScope();
        var matched = LuminanceTransfer.GreyLike(rand(1, 3, 40, 30), rand(1, 3, 20, 25) * 0.1 + 0.4);
        var photo = LuminanceTransfer.Grey(rand(1, 3, 20, 25) * 0.1 + 0.4);
        Assert.Equal(photo.mean().item<float>(), matched.mean().item<float>(), 0.02f);
        Assert.Equal(photo.std().item<float>(), matched.std().item<float>(), 0.01f);
    }

    [Fact]
    public void Recolour_OfThePhotoItself_GivesThePhoto()
    {
        using var scope = NewDisposeScope();
        var photo = rand(1, 3, 9, 7);
        TensorAssert.ShouldBe(LuminanceTransfer.Recolour(photo, photo), photo, absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Recolour_OfAnything_KeepsItsLuminanceAndStaysWithinRange()
    {
        using var scope = NewDisposeScope();
        var (painted, photo) = (rand(1, 3, 16, 16), rand(1, 3, 16, 16));
        var recoloured = LuminanceTransfer.Recolour(painted, photo);
        Assert.InRange(recoloured.min().item<float>(), -1e-5f, 1);
        Assert.InRange(recoloured.max().item<float>(), 0, 1 + 1e-5f);
        TensorAssert.ShouldBe(LuminanceTransfer.Grey(recoloured), LuminanceTransfer.Grey(painted), absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Recolour_OfAGreyPhoto_IsGrey()
    {
        using var scope = NewDisposeScope();
        var painted = rand(1, 3, 8, 8);
        TensorAssert.ShouldBe(LuminanceTransfer.Recolour(painted, full([1, 3, 8, 8], 0.3f)), LuminanceTransfer.Grey(painted), absolute: 1e-5, relative: 0);
    }

    [Fact]
    public void Grey_OfAnotherShape_Throws()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ShapeException>(() => LuminanceTransfer.Grey(rand(3, 8, 8)));
    }
}
