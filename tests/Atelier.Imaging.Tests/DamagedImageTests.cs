using System.Text;
using NetVips;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class DamagedImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    [InlineData(".avif")]
    [InlineData(".gif")]
    [InlineData(".bmp")]
    public void Read_OfATruncatedFile_IsRefused(string extension)
    {
        var whole = EncodedImages.Noise(_folder, extension);
        int[] lengths = [.. Enumerable.Range(1, 30), .. Enumerable.Range(1, 18).Select(i => whole.Length * i / 19), .. Enumerable.Range(1, 12).Select(i => whole.Length - i)];
        foreach (var length in lengths)
        {
            var path = _folder.Write($"cut{extension}", whole.AsSpan(0, length));
            var e = Record.Exception(() => ImageFile.Read(path).Dispose());
            Assert.True(e is ImageFileException, $"{extension} cut to {length} of {whole.Length} bytes: {e?.GetType().Name ?? "read"}.");
            Assert.StartsWith($"{path}: is ", e!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    [InlineData(".avif")]
    [InlineData(".gif")]
    [InlineData(".bmp")]
    public void Read_OfFlippedBytes_ReadsOrRefusesButNothingElse(string extension)
    {
        var whole = EncodedImages.Noise(_folder, extension);
        var random = new Random(3);
        for (var trial = 0; trial < 60; trial++)
        {
            var damaged = whole.ToArray();
            for (var flips = 0; flips < 4; flips++)
                damaged[random.Next(Math.Min(damaged.Length, trial % 2 == 0 ? 160 : int.MaxValue))] = (byte)random.Next(256);
            var path = _folder.Write($"bad{extension}", damaged);
            var e = Record.Exception(() => ImageFile.Read(path, new() { MaxPixels = 1_000_000 }).Dispose());
            Assert.True(e is null or ImageFileException, $"{extension}, trial {trial}: {e}");
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "a web page")]
    [InlineData("\ufeff\n <HTML lang=en>", "a web page")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG drawing")]
    [InlineData("Dear diary, größer", "text")]
    [InlineData("%PDF-1.7\n", "a PDF document")]
    [InlineData("PK\u0003\u0004....", "a ZIP archive")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "a HEIC photo")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0isomiso2", "a video")]
    [InlineData("RIFF\u0001\u0001\u0001\u0001WAVEfmt ", "a sound or video file")]
    [InlineData("\u0001\u0002\u0003\u0004", "of no known kind")]
    public void Read_OfSomethingElse_SaysWhatItSeemsToBe(string content, string seemsToBe)
    {
        var path = _folder.Write("photo.jpg", Encoding.UTF8.GetBytes(content));
        var e = Assert.Throws<ImageFileException>(() => ImageFile.Read(path));
        Assert.Contains($"it seems to be {seemsToBe}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAPngNamedJpg_ReadsIt()
    {
        var path = _folder.Write("photo.jpg", EncodedImages.Noise(_folder, ".png"));
        using var image = ImageFile.Read(path);
        Assert.Equal([1, 3, 40, 56], image.shape);
        Assert.Equal(ImageFormat.Png, ImageFile.ReadHeader(path).Format);
    }

    [Fact]
    public void Read_OfNameWithBrackets_OpensThatFile()
    {
        var path = _folder.Write("photo[page=1].tif", EncodedImages.Noise(_folder, ".tif"));
        using var image = ImageFile.Read(path);
        Assert.Equal([1, 3, 40, 56], image.shape);
    }

    [Fact]
    public void Read_OfAnEmptyFile_SaysSo() =>
        Assert.Contains("is empty", Refusal(_folder.Write("a.png", [])), StringComparison.Ordinal);

    [Fact]
    public void Read_OfAMissingFile_SaysSo() =>
        Assert.Contains("does not exist", Refusal(_folder["none.png"]), StringComparison.Ordinal);

    [Fact]
    public void Read_OfAFolder_SaysSo() =>
        Assert.Contains("is a folder", Refusal(Path.GetTempPath()), StringComparison.Ordinal);

    [Theory]
    [InlineData(".png")]
    [InlineData(".tif")]
    [InlineData(".gif")]
    public void Read_OfTooManyPixels_IsRefusedByTheHeader(string extension)
    {
        var path = _folder[$"huge{extension}"];
        using (var black = Image.Black(10_000, 6_000))
            _folder.Write(Path.GetFileName(path), extension switch
            {
                ".png" => black.PngsaveBuffer(compression: 1),
                ".tif" => black.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw),
                _ => black.GifsaveBuffer(effort: 1),
            });
        var message = Refusal(path);
        Assert.Equal($"{path}: has 10000 x 6000 = 60 megapixels, more than the limit of 50; shrink it, or raise the limit with --max-pixels.", message);
        Assert.Equal(60_000_000, ImageFile.ReadHeader(path, new() { MaxPixels = 60_000_000 }).Pixels);
    }

    [Fact]
    public void Read_OfAHeaderThatPromisesMorePixelsThanItHas_IsRefused()
    {
        using var black = Image.Black(8, 8);
        var png = black.PngsaveBuffer();
        (png[18], png[19]) = (0x10, 0); // 4096 wide; the checksum is wrong now, too
        var path = _folder.Write("a.png", png);
        Assert.Contains("damaged", Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        var message = Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message;
        Assert.Equal(message, Assert.Throws<ImageFileException>(() => ImageFile.ReadHeader(path)).Message);
        return message;
    }
}
