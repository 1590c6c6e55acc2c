using NetVips;

namespace Atelier.Imaging.Tests;

public sealed class RgbPixelsTests
{
    [Fact]
    public void Decode_OfASideAHundredTimesTheOther_IsRead()
    {
        var pixels = ImageFile.Decode("line.png", Png(400, 4), enough: 1);
        Assert.Equal((100, 1, 4), (pixels.Width, pixels.Height, pixels.Shrunk));
        Assert.Equal((400, 4), (pixels.FileWidth, pixels.FileHeight));
    }

    [Theory]
    [InlineData(401, 4)]
    [InlineData(1, 101)]
    public void Decode_OfAStrip_IsRefused(int width, int height) =>
        Assert.Equal(
            $"line.png: is a strip of {width} x {height} pixels: crop it, so that no side is more than 100 times the other.",
            Assert.Throws<ImageFileException>(() => ImageFile.Decode("line.png", Png(width, height))).Message);

    private static byte[] Png(int width, int height)
    {
        using var image = Image.Black(width, height);
        return image.PngsaveBuffer();
    }
}
