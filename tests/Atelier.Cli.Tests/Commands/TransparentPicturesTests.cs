using Atelier.Imaging;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Cli.Tests;

public sealed class TransparentPicturesTests(Studio studio) : IClassFixture<Studio>
{
    [Theory]
    [InlineData("cut.png", "out.png", "default")]
    [InlineData("cut.tif", "out.tif", "default")]
    [InlineData("cut.webp", "out.webp", "default")]
    [InlineData("cut.png", "out.avif", "default")]
    [InlineData("cut.png", "instant.png", "instant")]
    public async Task Transparency_OfThePhoto_IsThatOfThePicture_ToTheBit(string photo, string output, string recipe)
    {
        using var scope = torch.NewDisposeScope();
        var alpha = Alpha();
        ImageFile.Write(studio[photo], torch.cat([ImageFile.Read(studio.Photo), alpha], 1));
        string[] few = recipe == "default" ? ["--evaluations", "6"] : [];
        var ended = await InProcess.EndAsync(["stylize", studio[photo], studio.Painting, "-o", studio[output], "--size", "96", "--recipe", recipe, .. few]);
        ended.ShouldExit(ExitCode.Done);
        var picture = ImageFile.Read(studio[output], new() { KeepAlpha = true });
        Assert.Equal([1, 4, 72, 96], picture.shape);
        TensorAssert.ShouldBe((picture.narrow(1, 3, 1) * Number(255)).round(), (alpha * Number(255)).round(), absolute: 0, relative: 0);
    }

    [Fact]
    public async Task Batch_KeepsTransparency()
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(studio["one.png"], torch.cat([ImageFile.Read(studio.Photo), Alpha()], 1));
        (await InProcess.EndAsync("batch", studio["one.png"], "--style", studio.Painting, "-o", studio["batch"], "--size", "96", "--recipe", "instant")).ShouldExit(ExitCode.Done);
        Assert.Equal(4, ImageFile.Read(studio["batch/one.png"], new() { KeepAlpha = true }).shape[1]);
    }

    private static torch.Tensor Alpha() =>
        (torch.linspace(-0.5, 1.5, 96).clamp(Number(0), Number(1)).view(1, 1, 1, 96).expand(1, 1, 72, 96) * Number(255)).round().div(Number(255));
}
