using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class PngTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    [InlineData("a.avif")]
    public void ReadTexts_OfWhatWriteKept_AreTheSame(string name)
    {
        var texts = new Dictionary<string, string> { ["Atelier"] = """{"kind":"stylize","size":512,"name":"\u00e9t\u00e9"}""", ["Comment"] = new('x', 20_000) };
        Write(name, new() { Texts = texts });
        Assert.Equal(texts, ImageFile.ReadTexts(_folder[name]));
        Assert.True(ImageFile.ReadHeader(_folder[name]).HasProfile);
    }

    [Fact]
    public void Write_OfTexts_IsTheSameEachTime()
    {
        var options = new ImageWriteOptions { Texts = new Dictionary<string, string> { ["Atelier"] = "{}" } };
        Write("a.png", options);
        Write("b.png", options);
        Assert.Equal(File.ReadAllBytes(_folder["a.png"]), File.ReadAllBytes(_folder["b.png"]));
    }

    [Fact]
    public void Write_OfAPng_PutsTheTextIntoAChunkThatOthersRead()
    {
        Write("a.png", new() { Texts = new Dictionary<string, string> { ["Atelier"] = "as it is" } });
        Assert.Contains("zTXtAtelier\0", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder["a.png"])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void ReadTexts_OfAnImageWithout_AreNone(string name)
    {
        Write(name, new());
        Assert.Empty(ImageFile.ReadTexts(_folder[name]));
    }

    [Theory]
    [InlineData("", "text")]
    [InlineData("a-b", "text")]
    [InlineData("Atelier", "été")]
    [InlineData("Atelier", "two\nlines")]
    public void Texts_ThatPngCannotHold_AreRefused(string keyword, string text) =>
        Assert.Throws<ArgumentException>(() => new ImageWriteOptions { Texts = new Dictionary<string, string> { [keyword] = text } });

    [Theory]
    [InlineData(64, 32, 16, 16, 8)]
    [InlineData(8, 4, 16, 8, 4)]
    public void WriteThumbnail_ShrinksButNeverEnlarges(int width, int height, int longSide, int newWidth, int newHeight)
    {
        using (var image = torch.full([1, 3, height, width], Number(0.25f)))
            ImageFile.Write(_folder["a.png"], image, new() { Bits = 16 });
        ImageFile.WriteThumbnail(_folder["a.png"], _folder["b.jpg"], longSide);
        using var scope = torch.NewDisposeScope();
        var small = ImageFile.Read(_folder["b.jpg"]);
        Assert.Equal([1, 3, newHeight, newWidth], small.shape);
        Assert.Equal(0.25f, small.mean().item<float>(), 0.01f);
    }

    [Fact]
    public void WriteThumbnail_OfADamagedFile_WritesNothing()
    {
        Write("a.png", new());
        File.WriteAllBytes(_folder["b.png"], File.ReadAllBytes(_folder["a.png"])[..^40]);
        Assert.Throws<ImageFileException>(() => ImageFile.WriteThumbnail(_folder["b.png"], _folder["c.jpg"], 16));
        Assert.DoesNotContain("c.jpg", _folder.Names);
    }

    private void Write(string name, ImageWriteOptions options)
    {
        using var image = torch.full([1, 3, 8, 8], Number(0.5f));
        ImageFile.Write(_folder[name], image, options);
    }
}
