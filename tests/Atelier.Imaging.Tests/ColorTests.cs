using NetVips;
using TorchSharp;
using static Atelier.Core.Numbers;
using static NetVips.Enums;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class ColorTests : IDisposable
{
    private static readonly torch.TensorIndex All = torch.TensorIndex.Colon;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Pixels 0..5 as they should be seen, row by row, for each way of holding the camera (EXIF 2.3, tag 0x0112), on an
    // upright image of 3 x 2 that was stored as the tag says.
    [Theory]
    [InlineData(1, 3, new byte[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(2, 3, new byte[] { 2, 1, 0, 5, 4, 3 })]
    [InlineData(3, 3, new byte[] { 5, 4, 3, 2, 1, 0 })]
    [InlineData(4, 3, new byte[] { 3, 4, 5, 0, 1, 2 })]
    [InlineData(5, 2, new byte[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(6, 2, new byte[] { 2, 5, 1, 4, 0, 3 })]
    [InlineData(7, 2, new byte[] { 5, 2, 4, 1, 3, 0 })]
    [InlineData(8, 2, new byte[] { 3, 0, 4, 1, 5, 2 })]
    public void Read_OfAnOrientation_TurnsItUpright(int orientation, int storedWidth, byte[] stored)
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of(stored, storedWidth, 1, BandFormat.Uchar, Interpretation.Bw);
        using var tagged = image.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        foreach (var path in (string[])[_folder.Write("a.png", tagged.PngsaveBuffer()), _folder.Write("a.tif", tagged.TiffsaveBuffer())])
        {
            var expected = (Arange(6, torch.float32) / Number(255)).view(1, 1, 2, 3).expand(1, 3, 2, 3);
            TensorAssert.ShouldBe(ImageFile.Read(path), expected);
            var header = ImageFile.ReadHeader(path);
            Assert.Equal((3, 2), (header.Width, header.Height));
        }
    }

    [Fact]
    public void Read_Of16Bits_KeepsThem()
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of<ushort>([0, 1, 32767, 32768, 65534, 65535], 2, 3, BandFormat.Ushort, Interpretation.Rgb16);
        var path = _folder.Write("a.png", image.PngsaveBuffer());
        TensorAssert.ShouldBe(ImageFile.Read(path).permute(0, 2, 3, 1).flatten(), torch.tensor(new[] { 0f, 1, 32767, 32768, 65534, 65535 }) / Number(65535f), absolute: 0, relative: 1e-7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_OfGray_HasThreeEqualChannels(bool is16)
    {
        using var scope = torch.NewDisposeScope();
        using var image = is16
            ? EncodedImages.Of<ushort>([257, 30001], 2, 1, BandFormat.Ushort, Interpretation.Grey16)
            : EncodedImages.Of<byte>([1, 200], 2, 1, BandFormat.Uchar, Interpretation.Bw);
        var path = _folder.Write("a.png", image.PngsaveBuffer());
        Assert.Equal(1, ImageFile.ReadHeader(path).Bands);
        TensorAssert.ShouldBe(ImageFile.Read(path), torch.tensor(new[] { 1 / 255f, is16 ? 30001 / 65535f : 200 / 255f }).expand(1, 3, 1, 2));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    public void Read_OfAlpha_ShowsTheBackground(double background)
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of<byte>([200, 100, 0, 255, 200, 100, 0, 51, 200, 100, 0, 0], 3, 4, BandFormat.Uchar, Interpretation.Srgb);
        var path = _folder.Write("a.png", image.PngsaveBuffer());
        var color = torch.tensor(new[] { 200 / 255f, 100 / 255f, 0f }).view(1, 3, 1, 1);
        var alpha = torch.tensor(new[] { 1f, 0.2f, 0f }).view(1, 1, 1, 3);
        TensorAssert.ShouldBe(ImageFile.Read(path, new() { Background = (background, background, background) }), (color * alpha).Plus(alpha.neg().Plus(1) * Number(background)));
        Assert.True(ImageFile.ReadHeader(path).HasAlpha);
    }

    [Fact]
    public void Read_OfGrayAlphaIn16Bits_ShowsTheBackground()
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of<ushort>([20000, 32768], 1, 2, BandFormat.Ushort, Interpretation.Grey16);
        var read = ImageFile.Read(_folder.Write("a.png", image.PngsaveBuffer()), new() { Background = (1, 0.5, 0) });
        var (v, a) = (20000 / 65535f, 32768 / 65535f);
        TensorAssert.ShouldBe(read.flatten(), torch.tensor(new[] { v * a + 1 - a, v * a + (1 - a) / 2, v * a }));
    }

    // Linear light: P3 to sRGB is the product of the primaries' matrices (SMPTE EG 432-1, IEC 61966-2-1, both D65).
    [Fact]
    public void Read_OfADisplayP3Image_IsShiftedToSrgb()
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of<byte>([150, 100, 80, 90, 120, 100], 2, 3, BandFormat.Uchar, Interpretation.Srgb);
        var path = _folder.Write("a.png", image.PngsaveBuffer(profile: "p3"));
        Assert.True(ImageFile.ReadHeader(path).HasProfile);
        double[,] toSrgb = { { 1.2249, -0.2247, 0 }, { -0.0420, 1.0419, 0 }, { -0.0197, -0.0786, 1.0979 } };
        float[] expected = [.. from band in Enumerable.Range(0, 3)
                            from p3 in (double[][])[[150, 100, 80], [90, 120, 100]]
                            select (float)Encode(Enumerable.Range(0, 3).Sum(i => toSrgb[band, i] * Decode(p3[i] / 255)))];
        TensorAssert.ShouldBe(ImageFile.Read(path).flatten(), torch.tensor(expected), absolute: 1.0 / 255);

        static double Decode(double v) => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
        static double Encode(double v) => v <= 0.0031308 ? v * 12.92 : 1.055 * Math.Pow(v, 1 / 2.4) - 0.055;
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    public void Read_OfABrokenProfile_TakesThePixelsAsSrgb(ImageFormat format)
    {
        using var scope = torch.NewDisposeScope();
        var profile = Image.ProfileLoad("p3");
        foreach (var broken in (byte[][])[profile[..(profile.Length / 2)], [.. Enumerable.Repeat((byte)7, 200)], [.. profile[..128], .. new byte[64]]])
        {
            using var image = EncodedImages.Of<byte>([.. Enumerable.Repeat((byte)150, 8 * 8 * 3)], 8, 3, BandFormat.Uchar, Interpretation.Srgb);
            using var tagged = image.Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", broken));
            var path = _folder.Write("a", format switch
            {
                ImageFormat.Jpeg => tagged.JpegsaveBuffer(q: 100),
                ImageFormat.WebP => tagged.WebpsaveBuffer(lossless: true),
                _ => tagged.TiffsaveBuffer(),
            });
            TensorAssert.ShouldBe(ImageFile.Read(path), torch.full([1, 3, 8, 8], Number(150 / 255f)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_OfCmyk_HasTheInksColors(bool withProfile)
    {
        using var scope = torch.NewDisposeScope();
        // No ink, cyan, magenta, yellow, black and all inks.
        using var image = EncodedImages.Of<byte>([0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255], 6, 4, BandFormat.Uchar, Interpretation.Cmyk);
        var path = _folder.Write("a.tif", withProfile ? image.TiffsaveBuffer(profile: "cmyk") : image.TiffsaveBuffer());
        Assert.Equal((4, withProfile), (ImageFile.ReadHeader(path).Bands, ImageFile.ReadHeader(path).HasProfile));
        var rgb = ImageFile.Read(path)[0, All, 0]; // [3,6]
        TensorAssert.ShouldBe(rgb[All, 0], torch.ones(3), absolute: 0.03);
        Assert.Equal([0L, 1, 2], rgb[All, torch.TensorIndex.Slice(1, 4)].argmin(0).data<long>().ToArray());
        Assert.True(rgb[All, 4].max().item<float>() < 0.25f);
        Assert.True(rgb[All, 5].max().item<float>() < 0.05f);
    }

    [Fact]
    public void Read_OfLinearFloats_EncodesAndClamps()
    {
        using var scope = torch.NewDisposeScope();
        using var image = EncodedImages.Of<float>([-1, 0, 0.5f, 1, 7, 0.2140411f], 2, 3, BandFormat.Float, Interpretation.Scrgb);
        var read = ImageFile.Read(_folder.Write("a.tif", image.TiffsaveBuffer()));
        TensorAssert.ShouldBe(read.permute(0, 2, 3, 1).flatten(), torch.tensor(new[] { 0, 0, 0.735357f, 1, 1, 0.5f }), absolute: 1e-4);
    }

    // One pixel of red 100, green 50, blue 0 and alpha 128 of 255, in a TIFF that says whether alpha is multiplied in.
    [Theory]
    [InlineData(1, 100 / 255f, 50 / 255f)]
    [InlineData(2, 100 * 128 / 65025f, 50 * 128 / 65025f)]
    public void Read_OfATiffsAlpha_KnowsWhetherItIsMultipliedIn(ushort extraSamples, float red, float green)
    {
        using var scope = torch.NewDisposeScope();
        (ushort Tag, ushort Type, uint Count, uint Value)[] tags =
        [
            (256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 4, 12), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 8), (277, 3, 1, 4), (278, 3, 1, 1),
            (279, 4, 1, 4), (338, 3, 1, extraSamples),
        ];
        byte[] tiff =
        [
            (byte)'I', (byte)'I', 42, 0, 20, 0, 0, 0, 100, 50, 0, 128, 8, 0, 8, 0, 8, 0, 8, 0, (byte)tags.Length, 0,
            .. tags.SelectMany(t => (byte[])[.. BitConverter.GetBytes(t.Tag), .. BitConverter.GetBytes(t.Type), .. BitConverter.GetBytes(t.Count), .. BitConverter.GetBytes(t.Value)]),
            0, 0, 0, 0,
        ];
        var through = 127 / 255f;
        TensorAssert.ShouldBe(ImageFile.Read(_folder.Write("a.tif", tiff)).flatten(), torch.tensor(new[] { red + through, green + through, through }), absolute: 0.002);
    }

    [Fact]
    public void Read_OfAvifIn12Bits_KeepsThem()
    {
        using var scope = torch.NewDisposeScope();
        ushort[] levels = [.. Enumerable.Range(0, 32 * 32 * 3).Select(i => (ushort)((16000 + i / 3) & ~15))];
        using var image = EncodedImages.Of(levels, 32, 3, BandFormat.Ushort, Interpretation.Rgb16);
        var path = _folder.Write("a.avif", image.HeifsaveBuffer(compression: ForeignHeifCompression.Av1, bitdepth: 12, lossless: true));
        Assert.Equal(12, ImageFile.ReadHeader(path).Bits);
        var expected = torch.tensor(levels.Select(v => v / 65535f).ToArray(), [1, 32, 32, 3]).permute(0, 3, 1, 2);
        TensorAssert.ShouldBe(ImageFile.Read(path), expected, absolute: 1.5 / 4095);
    }

    [Fact]
    public void Read_OfAnAnimation_GivesTheFirstFrame()
    {
        using var scope = torch.NewDisposeScope();
        using var frames = EncodedImages.Of<byte>([.. Enumerable.Repeat((byte)255, 4 * 4 * 3), .. new byte[4 * 4 * 3]], 4, 3, BandFormat.Uchar, Interpretation.Srgb);
        foreach (var (name, bytes) in ((string, byte[])[])[("a.gif", frames.GifsaveBuffer(pageHeight: 4)), ("a.webp", frames.WebpsaveBuffer(lossless: true, pageHeight: 4))])
            TensorAssert.ShouldBe(ImageFile.Read(_folder.Write(name, bytes)), torch.ones(1, 3, 4, 4));
    }
}

