using System.Text;
using NetVips;
using TorchSharp;

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
    public void Read_OfATruncatedFile_IsRefusedUnlessAllPixelsAreThere(string extension)
    {
        var whole = EncodedImages.Noise(_folder, extension);
        using var expected = ImageFile.Read(_folder[$"noise{extension}"]);
        int[] lengths = [.. Enumerable.Range(1, 30), .. Enumerable.Range(1, 18).Select(i => whole.Length * i / 19), .. Enumerable.Range(1, 12).Select(i => whole.Length - i)];
        foreach (var length in lengths)
        {
            var path = _folder.Write($"cut{extension}", whole.AsSpan(0, length));
            string? remark = null;
            try
            {
                using var image = ImageFile.Read(path, new() { Remark = said => remark = said });
                Assert.True(Same(expected, image), $"{extension} cut to {length} of {whole.Length} bytes was read, but not as the whole.");
                Assert.True(extension is ".tif" || length > whole.Length - 13);
                Assert.Equal($"{path}: the file's end is odd or cut off, but all its pixels are there.", remark);
            }
            catch (ImageFileException e)
            {
                Assert.StartsWith($"{path}: is ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    // A TIFF without a directory, one whose directory lies beyond it, and a PNG whose chunk is longer than a stream in memory can be.
    [Theory]
    [InlineData(".tif", "49492A0000000000")]
    [InlineData(".tif", "49492B0008000000FFFFFFFFFFFFFFFF")]
    [InlineData(".png", "89504E470D0A1A0AFFFFFFFF49484452")]
    public void Decode_OfAFileThatPointsNowhere_IsRefused(string extension, string digits)
    {
        var bytes = Convert.FromHexString(digits);
        Assert.Throws<ImageFileException>(() => ImageFile.Decode($"odd{extension}", bytes));
        Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.Write($"odd{extension}", bytes)));
    }

    [Theory]
    [InlineData(".jpg", 2)]
    [InlineData(".gif", 1)]
    [InlineData(".png", 12)]
    public void Read_OfAFileThatLacksItsEndMarkAlone_ReadsIt(string extension, int missing)
    {
        var whole = EncodedImages.Noise(_folder, extension);
        using var expected = ImageFile.Read(_folder[$"noise{extension}"]);
        using var image = ImageFile.Read(_folder.Write($"open{extension}", whole.AsSpan(0, whole.Length - missing)));
        Assert.True(Same(expected, image));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_OfAJpegWithHalfItsBlocks_SaysHowMuchIsMissing_AndReadsTheRestOnRequest(bool hasRestarts)
    {
        using var image = Image.Gaussnoise(160, 160, sigma: 40, mean: 128).Cast(Enums.BandFormat.Uchar);
        var whole = image.JpegsaveBuffer(q: 90, restartInterval: hasRestarts ? 4 : 0);
        byte[] half = [.. whole.AsSpan(0, whole.Length / 2), 0xff, 0xd9];
        var path = _folder.Write("half.jpg", half);
        Assert.Matches("is damaged or incomplete: 5[0-3] % of its pixels are missing; .* --damaged", Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message);
        Assert.Throws<ImageFileException>(() => ImageFile.Decode(path, half));
        using var expected = ImageFile.Read(_folder.Write("whole.jpg", whole));
        using var read = ImageFile.Read(path, new() { Damaged = true });
        Assert.Equal(expected.shape, read.shape);
        Assert.True(SameRows(expected, read, 0, 64));
    }

    [Fact]
    public void Read_OfAJpegWithZerosInItsMiddle_IsRefused()
    {
        using var image = Image.Gaussnoise(320, 192, sigma: 40, mean: 128).Cast(Enums.BandFormat.Uchar);
        var bytes = image.JpegsaveBuffer(q: 90);
        bytes.AsSpan(bytes.Length / 2, 300).Clear();
        Assert.Contains("is damaged", Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.Write("zeros.jpg", bytes))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".bmp")]
    public void Read_OfHalfAFile_SaysHowMuchIsMissing_AndReadsTheRestOnRequest(string extension)
    {
        using (var noise = torch.rand(1, 3, 120, 200))
            ImageFile.Write(_folder[$"noise{extension}"], noise);
        var whole = File.ReadAllBytes(_folder[$"noise{extension}"]);
        using var expected = ImageFile.Read(_folder[$"noise{extension}"]);
        var path = _folder.Write($"half{extension}", whole.AsSpan(0, whole.Length / 2));
        var message = Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message;
        Assert.EndsWith(" % of its pixels are missing; copy or download it again, or read what there is with --damaged.", message, StringComparison.Ordinal);
        Assert.InRange(int.Parse(message.Split("incomplete: ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 40, 70);
        using var read = ImageFile.Read(path, new() { Damaged = true });
        // A bitmap begins at its last row.
        var top = extension == ".bmp" ? 116 : 0;
        Assert.True(SameRows(expected, read, top, 4));
    }

    [Fact]
    public void Read_OfJpegsOfAllKinds_IsNotMistakenForDamage()
    {
        using var gray = Image.Gaussnoise(77, 45, sigma: 40, mean: 128).Cast(Enums.BandFormat.Uchar);
        using var color = gray.Bandjoin(gray.Rot180(), gray.Flip(Enums.Direction.Horizontal)).Copy(interpretation: Enums.Interpretation.Srgb);
        foreach (var image in (Image[])[gray, color])
            foreach (var sampling in Enum.GetValues<Enums.ForeignSubsample>())
                foreach (var restarts in (int[])[0, 1, 5])
                    foreach (var isProgressive in (bool[])[false, true])
                    {
                        var bytes = image.JpegsaveBuffer(q: 85, subsampleMode: sampling, restartInterval: restarts, interlace: isProgressive, optimizeCoding: restarts == 5);
                        using var read = ImageFile.Read(_folder.Write("kind.jpg", bytes), new() { Remark = said => Assert.Fail(said) });
                        using var beforeEnd = ImageFile.Read(_folder.Write("odd.jpg", [.. bytes.AsSpan(0, bytes.Length - 2), 1, 2, 3, 0xff, 0xd9]));
                        Assert.True(Same(read, beforeEnd));
                    }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Read_OfAnOddJpeg_AfterADamagedOneThatWasReadAllTheSame_IsJudgedByItsOwnPixels(bool isProgressive)
    {
        using var noise = Image.Gaussnoise(77, 45, sigma: 40, mean: 128, seed: 1).Cast(Enums.BandFormat.Uchar);
        var whole = noise.JpegsaveBuffer(q: 85, interlace: isProgressive);
        using var half = ImageFile.Read(_folder.Write("half.jpg", whole.AsSpan(0, whole.Length / 2)), new() { Damaged = true });
        using var odd = ImageFile.Read(_folder.Write("odd.jpg", [.. whole.AsSpan(0, whole.Length - 2), 1, 2, 3, 0xff, 0xd9]));
        Assert.Equal([1, 3, 45, 77], odd.shape);
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

    private static bool Same(torch.Tensor a, torch.Tensor b)
    {
        using var scope = torch.NewDisposeScope();
        return a.shape.SequenceEqual(b.shape) && a.eq(b).all().item<bool>();
    }

    private static bool SameRows(torch.Tensor a, torch.Tensor b, int top, int count)
    {
        using var scope = torch.NewDisposeScope();
        return Same(a.narrow(2, top, count), b.narrow(2, top, count));
    }

    private static string Refusal(string path)
    {
        var message = Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message;
        Assert.Equal(message, Assert.Throws<ImageFileException>(() => ImageFile.ReadHeader(path)).Message);
        return message;
    }
}
