using Atelier.Core;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class TransparencyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.png", 16)]
    [InlineData("a.tif", 8)]
    [InlineData("a.tif", 16)]
    [InlineData("a.webp", 8)]
    [InlineData("a.avif", 8)]
    public void Alpha_IsReadAsItWasWritten_ToTheBit(string name, int bits)
    {
        using var scope = torch.NewDisposeScope();
        var alpha = Alpha(70, 90, bits);
        ImageFile.Write(_folder[name], torch.cat([torch.rand(1, 3, 70, 90), alpha], 1), new() { Bits = bits });
        var read = ImageFile.Read(_folder[name], new() { KeepAlpha = true });
        Assert.Equal([1, 4, 70, 90], read.shape);
        var most = bits == 8 ? 255.0 : 65535.0;
        TensorAssert.ShouldBe((read.narrow(1, 3, 1) * Number(most)).round(), (alpha * Number(most)).round(), absolute: 0, relative: 0);
        Assert.Equal(3, ImageFile.Read(_folder[name]).shape[1]);
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.bmp")]
    public void Write_WithoutTransparencyInTheFormat_ShowsWhite(string name)
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(_folder[name], torch.cat([torch.zeros(1, 3, 16, 32), torch.cat([torch.zeros(1, 1, 16, 16), torch.ones(1, 1, 16, 16)], 3)], 1));
        var read = ImageFile.Read(_folder[name], new() { KeepAlpha = true });
        Assert.Equal(3, read.shape[1]);
        TensorAssert.ShouldBe(read.narrow(3, 0, 8), torch.ones(1, 3, 16, 8), absolute: 0.01);
        TensorAssert.ShouldBe(read.narrow(3, 24, 8), torch.zeros(1, 3, 16, 8), absolute: 0.01);
    }

    [Fact]
    public void Of_HiddenColors_NothingIsLeft_AndWhatIsSeenStaysToTheBit()
    {
        using var scope = torch.NewDisposeScope();
        var alpha = Alpha(61, 83, 8);
        var (colors, noise) = (torch.rand(1, 3, 61, 83), torch.rand(1, 3, 61, 83));
        var hidden = torch.where(alpha.eq(Number(0)), noise, colors);
        var (one, other) = (Cutout.Of(torch.cat([colors, alpha], 1)), Cutout.Of(torch.cat([hidden, alpha], 1)));
        TensorAssert.ShouldBe(one.Colors, other.Colors, absolute: 0, relative: 0);
        var seen = alpha > Number(0);
        TensorAssert.ShouldBe(torch.where(seen, one.Colors, torch.zeros_like(colors)), torch.where(seen, colors, torch.zeros_like(colors)), absolute: 0, relative: 0);
        TensorAssert.ShouldBe(one.Over(torch.rand(1, 3, 61, 83)).narrow(1, 3, 1), alpha, absolute: 0, relative: 0);
    }

    [Fact]
    public void Of_OneColorThatIsSeen_FillsAllWithIt()
    {
        using var scope = torch.NewDisposeScope();
        var red = torch.tensor([0.8f, 0.1f, 0.2f]).view(1, 3, 1, 1).expand(1, 3, 40, 50);
        var alpha = torch.zeros(1, 1, 40, 50);
        alpha.narrow(2, 11, 5).narrow(3, 30, 7).fill_(Number(0.5));
        TensorAssert.ShouldBe(Cutout.Of(torch.cat([torch.where(alpha > Number(0), red, torch.rand(1, 3, 40, 50)), alpha], 1)).Colors, red, absolute: 1e-5);
    }

    [Fact]
    public void Of_WhatIsOpaqueOrHasNoAlpha_IsTheImage()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.rand(1, 3, 8, 9);
        Assert.Null(Cutout.Of(image).Alpha);
        var opaque = Cutout.Of(torch.cat([image, torch.ones(1, 1, 8, 9)], 1));
        Assert.Null(opaque.Alpha);
        TensorAssert.ShouldBe(opaque.Colors, image, absolute: 0, relative: 0);
        Assert.Throws<ShapeException>(() => Cutout.Of(torch.rand(1, 2, 8, 9)));
    }

    // Hidden on the left, soft in the middle, opaque on the right.
    private static torch.Tensor Alpha(int height, int width, int bits)
    {
        var most = bits == 8 ? 255.0 : 65535.0;
        var slope = (torch.linspace(-1, 2, width).view(1, 1, 1, width).expand(1, 1, height, width).Plus(torch.rand(1, 1, height, width) * Number(0.2))).clamp(Number(0), Number(1));
        return (slope * Number(most)).round() / Number(most);
    }
}
