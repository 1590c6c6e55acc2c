using Atelier.Imaging;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Cli.Tests;

public sealed class ProfileTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Profile_IsSrgbs_Or_P3s_OrThePhotosOwn()
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(studio["wide.png"], ImageFile.Read(studio.Photo), new() { Profile = ImageFile.DisplayP3 });
        foreach (var (profile, isP3) in ((string, bool)[])[("srgb", false), ("p3", true), ("keep", true)])
        {
            (await InProcess.EndAsync("stylize", studio["wide.png"], studio.Painting, "-o", studio[$"{profile}.png"], "--recipe", "instant", "--size", "96", "--strength", "0", "--profile", profile)).ShouldExit(ExitCode.Done);
            Assert.Equal(isP3, ImageFile.ReadProfile(studio[$"{profile}.png"])!.SequenceEqual(ImageFile.DisplayP3));
            (await InProcess.EndAsync("batch", studio["wide.png"], "--style", studio.Painting, "-o", studio[profile], "--recipe", "instant", "--size", "96", "--strength", "0", "--profile", profile)).ShouldExit(ExitCode.Done);
            Assert.Equal(studio.Bytes($"{profile}.png"), studio.Bytes($"{profile}/wide.png"));
        }
        // Nothing is painted: it is the photo, in its own colors.
        TensorAssert.ShouldBe(
            ImageFile.Read(studio["keep.png"], new() { Profile = ImageFile.DisplayP3 }), ImageFile.Read(studio["wide.png"], new() { Profile = ImageFile.DisplayP3 }), absolute: 1.01 / 255, relative: 0);
        Assert.Contains("holds neither", (await InProcess.EndAsync("stylize", studio["wide.png"], studio.Painting, "-o", studio["never.bmp"], "--profile", "p3")).ShouldExit(ExitCode.Failed).Error, StringComparison.Ordinal);
        Assert.Contains("give --keep-metadata", (await InProcess.EndAsync("stylize", studio["wide.png"], studio.Painting, "-o", studio["never.png"], "--keep-location")).ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("tif")]
    public async Task Bits_OfASmoothPhoto_Are16_WithoutBands(string extension)
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(studio[$"smooth.{extension}"], torch.linspace(0.2, 0.6, 1600).view(1, 1, 1, 1600).expand(1, 3, 64, 1600).contiguous(), new() { Bits = 16 });
        var ended = await InProcess.EndAsync("stylize", studio[$"smooth.{extension}"], studio.Painting, "-o", studio[$"deep.{extension}"], "--bits", "16", "--recipe", "instant", "--size", "1600", "--strength", "0");
        ended.ShouldExit(ExitCode.Done);
        var row = ImageFile.Read(studio[$"deep.{extension}"])[0, 0, 30];
        Assert.True((row * Number(65535)).round().unique().output.numel() >= 1000, $"{(row * Number(65535)).round().unique().output.numel()} levels");
    }
}
