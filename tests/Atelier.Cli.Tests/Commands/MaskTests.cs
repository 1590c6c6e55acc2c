using Atelier.Imaging;
using TorchSharp;
using Atelier.Core;
using static Atelier.Core.Numbers;

namespace Atelier.Cli.Tests;

public sealed class MaskTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Masks_PaintEachPaintingInItsPlace_AndALabelMapDoesTheSame()
    {
        using var scope = torch.NewDisposeScope();
        var left = torch.cat([torch.ones(1, 3, 48, 32), torch.zeros(1, 3, 48, 32)], 3);
        ImageFile.Write(studio["left.png"], left);
        ImageFile.Write(studio["right.png"], left.flip(3));
        // With a few pixels between, as programs for painting leave at edges.
        var labels = (left.flip(3) * Number(0.5)).Plus(0.25);
        labels[0, 0, 5, 31] = 0.3f;
        ImageFile.Write(studio["labels.png"], labels);
        (await StylizeAsync("masked.png", "--mask", studio["left.png"], studio["right.png"])).ShouldExit(ExitCode.Done);
        (await StylizeAsync("labeled.png", "--mask", studio["labels.png"])).ShouldExit(ExitCode.Done);
        (await StylizeAsync("blended.png")).ShouldExit(ExitCode.Done);
        Assert.Equal(studio.Bytes("masked.png"), studio.Bytes("labeled.png"));
        Assert.NotEqual(studio.Bytes("masked.png"), studio.Bytes("blended.png"));
        (await StylizeAsync("soft.png", "--mask", studio["labels.png"], "--feather", "4")).ShouldExit(ExitCode.Done);
        Assert.NotEqual(studio.Bytes("masked.png"), studio.Bytes("soft.png"));
        ImageFile.Write(studio["half.png"], torch.cat([torch.ones(1, 3, 64, 32), torch.zeros(1, 3, 64, 32)], 3));
        ImageFile.Write(studio["high.png"], torch.cat([torch.ones(1, 3, 40, 60), torch.zeros(1, 3, 40, 60)], 2));
        (await StylizeAsync("part.png", "--style-mask", studio["half.png"], studio["high.png"])).ShouldExit(ExitCode.Done);
        Assert.NotEqual(studio.Bytes("part.png"), studio.Bytes("blended.png"));
    }

    [Fact]
    public async Task Masks_LeaveThePhoto_WhereThereIsNone()
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(studio["some.png"], torch.cat([torch.ones(1, 3, 48, 20), torch.zeros(1, 3, 48, 44)], 3));
        (await InProcess.EndAsync("stylize", studio.Photo, studio.Painting, "-o", studio["rest.png"], "--size", "64", "--evaluations", "8", "--mask", studio["some.png"])).ShouldExit(ExitCode.Done);
        var (picture, photo) = (ImageFile.Read(studio["rest.png"]), Scaling.To(ImageFile.Read(studio.Photo), 48, 64));
        TensorAssert.ShouldBe(picture.narrow(3, 24, 40), photo.narrow(3, 24, 40), absolute: 0.51 / 255);
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "3 masks are given for 2 paintings", "--mask", "photo.png", "photo.png", "photo.png")]
    [InlineData(ExitCode.WrongUsage, "1 style masks are given for 2 paintings", "--style-mask", "photo.png")]
    [InlineData(ExitCode.WrongUsage, "--feather softens masks", "--feather", "3")]
    [InlineData(ExitCode.WrongUsage, "flat colors for 2 paintings", "--mask", "photo.png")]
    [InlineData(ExitCode.Failed, "The mask of painting 2 is empty", "--mask", "white.png", "black.png")]
    [InlineData(ExitCode.Failed, "The mask of painting 2 has 20x20 pixels and the photo 96x72", "--mask", "white.png", "square.png")]
    public async Task Masks_ThatDoNotFit_AreRefusedInASentence(int code, string sentence, params string[] options)
    {
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(studio["white.png"], torch.ones(1, 3, 24, 32));
        ImageFile.Write(studio["black.png"], torch.zeros(1, 3, 24, 32));
        ImageFile.Write(studio["square.png"], torch.ones(1, 3, 20, 20));
        var ended = (await StylizeAsync("never.png", [.. options.Select(option => option.EndsWith(".png", StringComparison.Ordinal) ? studio[option] : option)])).ShouldExit(code);
        Assert.Contains(sentence, ended.ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
        Assert.DoesNotContain("never.png", studio.Files());
    }

    private Task<AtelierProcess.Ended> StylizeAsync(string output, params string[] options) =>
        InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, studio.Painting2, "-o", studio[output], "--size", "64", "--evaluations", "8", .. options]);
}
