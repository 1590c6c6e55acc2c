using System.Diagnostics;
using Atelier.Core;
using NetVips;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class ProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.png", 16)]
    [InlineData("a.tif", 16)]
    public void Read_InTheProfileThatTheFileHas_IsExact(string name, int bits)
    {
        using var scope = torch.NewDisposeScope();
        var most = bits == 8 ? 255.0 : 65535.0;
        var image = (torch.rand(1, 3, 40, 60) * Number(most)).round() / Number(most);
        ImageFile.Write(_folder[name], image, new() { Bits = bits, Profile = ImageFile.DisplayP3 });
        Assert.Equal(ImageFile.DisplayP3, ImageFile.ReadProfile(_folder[name]));
        TensorAssert.ShouldBe(ImageFile.Read(_folder[name], new() { Profile = ImageFile.DisplayP3 }), image, absolute: 0, relative: 0);
    }

    [Theory]
    [InlineData("srgb", "p3")]
    [InlineData("p3", "p3")]
    [InlineData("p3", "srgb")]
    public void Conversions_AreThoseOfImageMagick_Within1Of255(string from, string to)
    {
        using var scope = torch.NewDisposeScope();
        // Colors that both can show: P3's greens and reds beyond sRGB are clipped in ways of one's own.
        var image = (torch.rand(1, 3, 64, 64) * Number(0.4)).Plus(0.3);
        ImageFile.Write(_folder["in.png"], image, new() { Profile = from == "p3" ? ImageFile.DisplayP3 : null });
        byte[]? wanted = to == "p3" ? ImageFile.DisplayP3 : null;
        ImageFile.Write(_folder["ours.png"], ImageFile.Read(_folder["in.png"], new() { Profile = wanted }), new() { Profile = wanted });
        File.WriteAllBytes(_folder["p3.icc"], ImageFile.DisplayP3);
        File.WriteAllBytes(_folder["srgb.icc"], Image.ProfileLoad("srgb"));
        using (var convert = Process.Start("convert", [_folder["in.png"], "-intent", "Relative", "-profile", _folder[$"{to}.icc"], _folder["theirs.png"]]))
        {
            convert.WaitForExit();
            Assert.Equal(0, convert.ExitCode);
        }
        TensorAssert.ShouldBe(ImageFile.Read(_folder["ours.png"], new() { Profile = wanted }), ImageFile.Read(_folder["theirs.png"], new() { Profile = wanted }), absolute: 1.01 / 255, relative: 0);
        using var ours = Image.NewFromFile(_folder["ours.png"]);
        using var theirs = Image.NewFromFile(_folder["theirs.png"]);
        Assert.InRange((ours - theirs).Abs().Max(), 0, 1);
    }

    [Fact]
    public void Read_OfGrayAndCmykAndUnmarked_InP3_KeepsTheirLook()
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(_folder["plain.png"], torch.full([1, 3, 8, 8], Number(0.5)));
        TensorAssert.ShouldBe(ImageFile.Read(_folder["plain.png"], new() { Profile = ImageFile.DisplayP3 }), torch.full([1, 3, 8, 8], Number(0.5)), absolute: 0.005);
        using (var black = Image.Black(8, 8))
        using (var lighter = black + 100)
        using (var gray = lighter.Cast(Enums.BandFormat.Uchar))
            gray.Pngsave(_folder["gray.png"]);
        TensorAssert.ShouldBe(ImageFile.Read(_folder["gray.png"], new() { Profile = ImageFile.DisplayP3 }), torch.full([1, 3, 8, 8], Number(100 / 255.0)), absolute: 0.005);
        Assert.Null(ImageFile.ReadProfile(_folder["gray.png"]));
        var both = torch.cat([torch.full([1, 3, 8, 8], Number(0.5)), torch.full([1, 1, 8, 8], Number(0.2))], 1);
        ImageFile.Write(_folder["clear.png"], both);
        TensorAssert.ShouldBe(ImageFile.Read(_folder["clear.png"], new() { Profile = ImageFile.DisplayP3, KeepAlpha = true }), both, absolute: 0.005);
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a.bmp")]
    public void Formats_ThatHoldNeither_AreRefused(string name)
    {
        Assert.Contains("holds neither", Assert.Throws<ImageFileException>(() => ImageFile.EnsureWritable(name, new() { Profile = ImageFile.DisplayP3 })).Message, StringComparison.Ordinal);
        Assert.Contains("holds neither", Assert.Throws<ImageFileException>(() => ImageFile.EnsureWritable(name, new() { Metadata = new Dictionary<string, string>() })).Message, StringComparison.Ordinal);
    }
}
