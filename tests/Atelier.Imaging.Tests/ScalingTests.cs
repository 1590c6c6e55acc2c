using Atelier.Core;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class ScalingTests
{
    [Fact]
    public void To_ShrinkingAFineCheckerboard_IsFlatGray()
    {
        using var scope = torch.NewDisposeScope();
        var board = Arange(64).view(64, 1).Plus(Arange(64)).remainder(Number(2)).to(torch.float32).expand(1, 3, 64, 64);
        TensorAssert.ShouldBe(Scaling.To(board, 13, 17), torch.full([1, 3, 13, 17], Number(0.5f)), absolute: 0.01);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(40, 50)]
    [InlineData(3, 50)]
    public void To_OfAConstant_StaysConstant(int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        TensorAssert.ShouldBe(Scaling.To(torch.full([2, 3, 20, 20], Number(0.3f)), height, width), torch.full([2, 3, height, width], Number(0.3f)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void To_OfASymmetricImage_StaysSymmetric(int size)
    {
        using var scope = torch.NewDisposeScope();
        var half = torch.rand(1, 3, 32, 16);
        var image = torch.cat([half, half.flip(3)], 3);
        var scaled = Scaling.To(image, size, size);
        TensorAssert.ShouldBe(scaled.flip(3), scaled);
    }

    // Expected: torch.nn.functional.interpolate of PyTorch 1.13.1, mode="bicubic", antialias=True.
    [Fact]
    public void To_OfARamp_IsPyTorchsAntialiasedBicubic()
    {
        using var scope = torch.NewDisposeScope();
        var ramp = Arange(64, torch.float32).view(1, 1, 8, 8);
        float[] expected = [8.06818675994873f, 10.671719551086426f, 13.275253295898438f, 28.89646339416504f, 31.499996185302734f, 34.10353088378906f, 49.724735260009766f, 52.32826614379883f, 54.93179702758789f];
        TensorAssert.ShouldBe(Scaling.To(ramp, 3, 3), torch.tensor(expected, [1, 1, 3, 3]));
    }

    [Fact]
    public void To_OfAnEdge_DoesNotOvershoot()
    {
        using var scope = torch.NewDisposeScope();
        var edge = torch.cat([torch.zeros(1, 3, 8, 4), torch.ones(1, 3, 8, 4)], 3);
        var scaled = Scaling.To(edge, 21, 21);
        Assert.Equal((0f, 1f), (scaled.min().item<float>(), scaled.max().item<float>()));
    }

    [Fact]
    public void To_TheSameSize_IsACopy()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.rand(1, 3, 4, 5);
        var copy = Scaling.To(image, 4, 5);
        TensorAssert.ShouldBe(copy, image, 0, 0);
        copy.zero_();
        Assert.NotEqual(0f, image.max().item<float>());
    }

    [Theory]
    [InlineData(291, 483, 288, 288, 478)]
    [InlineData(1513, 1198, 288, 364, 288)]
    [InlineData(10, 10, 20, 20, 20)]
    public void ShortSide_KeepsProportions(int height, int width, int size, int expectedHeight, int expectedWidth)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([1, 1, expectedHeight, expectedWidth], Scaling.ShortSide(torch.zeros(1, 1, height, width), size).shape);
    }

    [Theory]
    [InlineData(291, 483, 512, 308, 512)]
    [InlineData(1000, 1, 100, 100, 1)]
    public void LongSide_KeepsProportions(int height, int width, int size, int expectedHeight, int expectedWidth)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([1, 1, expectedHeight, expectedWidth], Scaling.LongSide(torch.zeros(1, 1, height, width), size).shape);
    }

    [Fact]
    public void ScaleMatch_CoversAndCropsTopLeft()
    {
        using var scope = torch.NewDisposeScope();
        var style = torch.rand(1, 3, 6, 10);
        var expected = Scaling.To(style, 12, 20)[torch.TensorIndex.Ellipsis, torch.TensorIndex.Slice(0, 12), torch.TensorIndex.Slice(0, 7)];
        TensorAssert.ShouldBe(Scaling.ScaleMatch(style, 12, 7), expected);
    }

    [Theory]
    [InlineData(291, 483)]
    [InlineData(483, 291)]
    [InlineData(7, 2000)]
    public void ScaleMatch_OfTheLessonsPainting_HasThePhotosSize(int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([1, 3, height, width], Scaling.ScaleMatch(torch.zeros(1, 3, 151, 119), height, width).shape);
    }

    [Fact]
    public void CenterCrop_TakesTheMiddle()
    {
        using var scope = torch.NewDisposeScope();
        var image = Arange(20, torch.float32).view(1, 1, 4, 5);
        TensorAssert.ShouldBe(Scaling.CenterCrop(image, 2, 2), torch.tensor(new float[] { 6, 7, 11, 12 }, [1, 1, 2, 2]));
    }

    [Fact]
    public void CenterCrop_LargerThanTheImage_IsRefusedByShape()
    {
        using var image = torch.zeros(1, 1, 4, 5);
        Assert.Throws<ShapeException>(() => Scaling.CenterCrop(image, 5, 5));
    }

    [Fact]
    public void To_WithGradients_PassesThemBack()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.rand(1, 3, 8, 8).requires_grad_();
        Scaling.To(image, 4, 4).sum().backward();
        Assert.InRange(image.grad!.sum().item<float>(), 40f, 48.01f);
    }
}
