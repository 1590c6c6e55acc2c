using NetVips;
using TorchSharp;

namespace Atelier.Imaging.Tests;

/// <summary>Files whose colors or main picture libvips does not tell: right colors, or one true sentence.</summary>
[NoTensorLeaks]
public sealed class PictureKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(76, 85, 255, 254, 0, 0)]
    [InlineData(150, 44, 21, 0, 255, 1)]
    [InlineData(29, 255, 107, 0, 0, 254)]
    [InlineData(128, 128, 128, 128, 128, 128)]
    public void Read_OfAYCbCrTiff_HasItsColors(byte y, byte cb, byte cr, byte red, byte green, byte blue)
    {
        var path = _folder.Write("ycc.tif", TiffBuilder.Build(new TiffBuilder.Picture(1, 1, [y, cb, cr], Photometric: 6) { More = [(530, 3, [1, 0, 1, 0])] }));
        AssertColor(path, red, green, blue, within: 1);
    }

    [Fact]
    public void Read_OfASubsampledYCbCrTiff_SaysSo() => AssertRefused(
        TiffBuilder.Build(new TiffBuilder.Picture(2, 2, [1, 2, 3, 4, 128, 128], Photometric: 6) { More = [(530, 3, [2, 0, 2, 0])] }), "YCbCr colors, which cannot be read; convert it");

    [Fact]
    public void Read_OfA16BitLabTiff_HasItsColors()
    {
        using var lab = EncodedImages.Of([53.2f, 80.1f, 67.2f], 1, 3, Enums.BandFormat.Float, Enums.Interpretation.Lab);
        using var coded = lab.Colourspace(Enums.Interpretation.Labs);
        AssertColor(_folder.Write("lab.tif", coded.TiffsaveBuffer()), 255, 0, 0, within: 3);
    }

    [Theory]
    [InlineData(50000, "a TIFF compressed by Zstandard")]
    [InlineData(34887, "a TIFF compressed by LERC")]
    public void Read_OfATiffOfAnUnknownCompression_NamesIt(ushort compression, string expected) =>
        AssertRefused(TiffBuilder.Build(new TiffBuilder.Picture(2, 2, [1, 2, 3, 4], Photometric: 2) { Compression = compression }), $"is {expected}, which cannot be read");

    [Fact]
    public void Read_OfATiffOf12Bits_NamesThem() =>
        AssertRefused(TiffBuilder.Build(new TiffBuilder.Picture(2, 2, new byte[18]) { Bits = 12 }), "is a TIFF of 12 bits per channel, which cannot be read");

    [Fact]
    public void Read_OfACamerasRawFile_AsksToDevelopIt()
    {
        var sensor = new TiffBuilder.Picture(4, 4, new byte[32], Photometric: 32803) { Samples = 1, Bits = 16 };
        var thumbnail = new TiffBuilder.Picture(2, 2, new byte[12]) { IsReduced = true };
        const string Expected = "is a raw photograph; develop it first, and save it as TIFF or JPEG.";
        AssertRefused(TiffBuilder.Build(thumbnail with { Child = sensor }), Expected);
        AssertRefused(TiffBuilder.Build(thumbnail, sensor), Expected);
        AssertRefused(TiffBuilder.Build(thumbnail with { More = [(50706, 1, [1, 4, 0, 0])] }), Expected);
        AssertRefused([.. "FUJIFILMCCD-RAW 0201"u8], "a raw photograph (develop it first");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_OfATiffWithAThumbnailFirst_ReadsThePicture(bool asChild)
    {
        var picture = new TiffBuilder.Picture(1, 1, [200, 100, 50]);
        var thumbnail = new TiffBuilder.Picture(1, 1, [0, 0, 0]) { IsReduced = true };
        AssertColor(_folder.Write("both.tif", asChild ? TiffBuilder.Build(thumbnail with { Child = picture }) : TiffBuilder.Build(thumbnail, picture)), 200, 100, 50, within: 0);
    }

    [Theory]
    [InlineData(1, 13, 20, 240, 30)]
    [InlineData(12, 13, 0, 244, 0)]
    public void Read_OfAnAvifWithCodedColors_ConvertsThem(byte primaries, byte transfer, byte red, byte green, byte blue) =>
        AssertColor(_folder.Write("coded.avif", Avif(primaries, transfer)), red, green, blue, within: 3);

    [Theory]
    [InlineData(9, 16, "an HDR image (PQ)")]
    [InlineData(9, 18, "an HDR image (HLG)")]
    [InlineData(9, 14, "an image of BT.2020 colors")]
    public void Read_OfAnAvifOfWiderColors_NamesThem(byte primaries, byte transfer, string expected) => AssertRefused(Avif(primaries, transfer), $"is {expected}, which cannot be read");

    private static byte[] Avif(byte primaries, byte transfer)
    {
        using var image = EncodedImages.Of(Enumerable.Repeat((byte[])[20, 240, 30], 64).SelectMany(color => color).ToArray(), 8, 3, Enums.BandFormat.Uchar, Enums.Interpretation.Srgb);
        var bytes = image.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, lossless: true, keep: Enums.ForeignKeep.None);
        var at = bytes.AsSpan().IndexOf("colrnclx"u8);
        Assert.True(at > 0, "libheif writes no numbers of colors any more");
        (bytes[at + 9], bytes[at + 11]) = (primaries, transfer);
        return bytes;
    }

    private static void AssertColor(string path, byte red, byte green, byte blue, int within)
    {
        using var scope = torch.NewDisposeScope();
        var color = ImageFile.Read(path)[0, .., 0, 0].contiguous().data<float>().ToArray().Select(value => 255 * value);
        Assert.All(color.Zip((float[])[red, green, blue]), pair => Assert.InRange(pair.First, pair.Second - within - 0.01f, pair.Second + within + 0.01f));
    }

    private void AssertRefused(byte[] file, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.Write("odd.tif", file))).Message, StringComparison.Ordinal);
}
