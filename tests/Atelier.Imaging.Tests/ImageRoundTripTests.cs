using Atelier.Core;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class ImageRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.PNG", 16)]
    [InlineData("a.tif", 8)]
    [InlineData("a.tiff", 16)]
    [InlineData("a.bmp", 8)]
    public void Read_OfWhatALosslessFormatWrote_IsExact(string name, int bits)
    {
        using var scope = torch.NewDisposeScope();
        var most = bits == 8 ? 255 : 65535;
        var image = torch.randint(0, most + 1, [1, 3, 300, 37]).to(torch.float32) / Number(most);
        ImageFile.Write(_folder[name], image, new() { Bits = bits });
        var read = ImageFile.Read(_folder[name]);
        TensorAssert.ShouldBe(read, image, absolute: 0, relative: 0);
        Assert.True(read.is_contiguous());
        Assert.Equal(bits, ImageFile.ReadHeader(_folder[name]).Bits);
    }

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.tif", 16)]
    public void Read_AsBytes_IsRounded_AndWrittenAsItIs(string name, int bits)
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.rand(1, 3, 300, 37);
        ImageFile.Write(_folder[name], image, new() { Bits = bits });
        var read = ImageFile.Read(_folder[name], new() { AsBytes = true });
        Assert.Equal(torch.uint8, read.dtype);
        var expected = (image * Number(255)).round();
        // Rounded twice, a number may come to lie on the other side of a half.
        TensorAssert.ShouldBe(read.to(torch.float32), expected, absolute: bits == 8 ? 0 : 1);
        ImageFile.Write(_folder["again.png"], read);
        TensorAssert.ShouldBe(ImageFile.Read(_folder["again.png"]), read.to(torch.float32) / Number(255), absolute: 1e-7);
    }

    [Theory]
    [InlineData("a.jpg", 0.02, ImageFormat.Jpeg)]
    [InlineData("a.jpeg", 0.02, ImageFormat.Jpeg)]
    [InlineData("a.webp", 0.03, ImageFormat.WebP)]
    [InlineData("a.avif", 0.03, ImageFormat.Avif)]
    [InlineData("a.gif", 0.08, ImageFormat.Gif)]
    public void Read_OfWhatALossyFormatWrote_IsClose(string name, double worstMean, ImageFormat format)
    {
        using var scope = torch.NewDisposeScope();
        var image = Gradient(64, 48);
        ImageFile.Write(_folder[name], image);
        var read = ImageFile.Read(_folder[name]);
        Assert.Equal(image.shape, read.shape);
        Assert.InRange((read - image).abs().mean().item<float>(), 0, worstMean);
        var header = ImageFile.ReadHeader(_folder[name]);
        Assert.Equal((format, 48, 64), (header.Format, header.Width, header.Height));
        Assert.Equal(format is not ImageFormat.Gif, header.HasProfile);
    }

    [Theory]
    [InlineData("a.tif", 8)]
    [InlineData("a.tif", 16)]
    [InlineData("a.png", 16)]
    [InlineData("a.jpg", 8)]
    [InlineData("a.bmp", 8)]
    public void Write_WithDpi_SaysHowLargeAPrintIs(string name, int bits)
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(_folder[name], Gradient(64, 48), new() { Bits = bits, Dpi = 300 });
        Assert.Equal(300, Dpi(name), 0.5);
        ImageFile.Write(_folder[name], Gradient(64, 48), new() { Bits = bits });
        Assert.NotEqual(300, Dpi(name), 0.5);

        double Dpi(string file)
        {
            var bytes = File.ReadAllBytes(_folder[file]);
            // libvips reads no bitmaps: pixels per meter lie there as whole numbers.
            if (file.EndsWith(".bmp", StringComparison.Ordinal))
                return BitConverter.ToInt32(bytes, 38) * 0.0254;
            using var image = NetVips.Image.NewFromBuffer(bytes);
            return image.Xres * 25.4;
        }
    }

    [Theory]
    [InlineData("a.webp", "WebP")]
    [InlineData("a.avif", "Avif")]
    [InlineData("a.gif", "Gif")]
    public void EnsureWritable_WithDpiThatTheFormatLacks_SaysSo(string name, string format)
    {
        var error = Assert.Throws<ImageFileException>(() => ImageFile.EnsureWritable(_folder[name], new() { Dpi = 300 }));
        Assert.EndsWith($"cannot say how large a print is: {format} holds no resolution; use .tif, .png, .jpg or .bmp.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.tif")]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.avif")]
    [InlineData("a.gif")]
    [InlineData("a.bmp")]
    public void Encode_ToAFullDisk_GivesTheDisksOwnReason(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var error = Assert.Throws<IOException>(() => PixelTensors.WithImage(
            torch.rand(3, 256, 256), 8, image => ImageEncoder.Encode(image, ImageEncoder.FormatFor(name)!.Value, new(), full)));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfValuesOutsideTheRange_ClampsAndRounds()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.tensor(new[] { -1f, 2f, float.NaN, float.PositiveInfinity, 0.4999f / 255, 0.5001f / 255 }).expand(3, 1, 6);
        ImageFile.Write(_folder["a.png"], image);
        using var read = ImageFile.Read(_folder["a.png"]);
        TensorAssert.ShouldBe(read[0, 0, 0], torch.tensor(new[] { 0f, 1, 0, 1, 0, 1f / 255 }));
    }

    [Fact]
    public void Write_OfANonContiguousView_WritesWhatItShows()
    {
        using var scope = torch.NewDisposeScope();
        var image = Gradient(5, 7).transpose(2, 3);
        ImageFile.Write(_folder["a.png"], image, new() { Bits = 16 });
        TensorAssert.ShouldBe(ImageFile.Read(_folder["a.png"]), image, absolute: 0.6 / 65535);
    }

    [Theory]
    [InlineData("a.xyz")]
    [InlineData("a")]
    [InlineData("a.png.txt")]
    public void EnsureWritable_OfAnUnknownExtension_ListsTheKnownOnes(string name)
    {
        Assert.False(ImageFile.CanWrite(name));
        var e = Assert.Throws<ImageFileException>(() => ImageFile.EnsureWritable(name));
        Assert.Contains(".jpg, .jpeg, .png, .webp, .tif, .tiff, .avif, .gif or .bmp", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EnsureWritable_Of16BitsInJpeg_SaysWhatHolds16() =>
        Assert.Contains("use .png or .tif", Assert.Throws<ImageFileException>(() => ImageFile.EnsureWritable("a.jpg", new() { Bits = 16 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_OfABatch_IsRefusedByShape()
    {
        using var batch = torch.zeros(2, 3, 4, 4);
        Assert.Throws<ShapeException>(() => ImageFile.Write(_folder["a.png"], batch));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Write_OfWhatTheFormatCannotHold_LeavesTheOldFile()
    {
        using var scope = torch.NewDisposeScope();
        _folder.Write("a.webp", [1, 2, 3]);
        var e = Assert.Throws<ImageFileException>(() => ImageFile.Write(_folder["a.webp"], torch.zeros(3, 1, 16_384)));
        Assert.Contains("16384 x 1", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a.webp"]));
        Assert.Equal(["a.webp"], _folder.Names);
    }

    private static torch.Tensor Gradient(int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        var down = torch.linspace(0, 1, height).view(1, height, 1).expand(1, height, width);
        var across = torch.linspace(0, 1, width).view(1, 1, width).expand(1, height, width);
        return torch.cat([down, across, down.neg().Plus(1)], 0).unsqueeze(0).MoveToOuterDisposeScope(); // [1,3,H,W]
    }
}
