using System.Diagnostics;
using NetVips;

namespace Atelier.Cli.Tests;

public sealed class FilmTests(Studio studio) : IClassFixture<Studio>
{
    [Theory]
    [InlineData("film.gif")]
    [InlineData("film.webp")]
    public async Task Film_ShowsThePhotoFirst_AndThePictureLast(string name)
    {
        (await StylizeAsync("out.png", name, "--force")).ShouldExit(ExitCode.Done);
        using var film = Image.NewFromFile(studio[name], kwargs: new() { ["n"] = -1 });
        var (pages, height) = ((int)film.Get("n-pages"), (int)film.Get("page-height"));
        // The photo, and a frame every second evaluation, the last of which is the picture.
        Assert.Equal((11, 48, 64), (pages, height, film.Width));
        using var photo = Image.NewFromFile(studio.Photo);
        using var small = photo.Resize(64.0 / 96);
        using var picture = Image.NewFromFile(studio["out.png"]);
        Assert.True(Apart(film, 0, small) < Apart(film, 0, picture));
        Assert.True(Apart(film, pages - 1, picture) < Apart(film, pages - 1, small));
        Assert.InRange(Apart(film, pages - 1, picture), 0, 12);

        double Apart(Image strip, int page, Image other)
        {
            using var frame = strip.Crop(0, page * height, strip.Width, height);
            return (frame.ExtractBand(0, n: 3).Cast(Enums.BandFormat.Float) - other).Abs().Avg();
        }
    }

    [Fact]
    public async Task Film_AsVideo_IsOneThatPlayersTake()
    {
        (await StylizeAsync("video.png", "film.mp4")).ShouldExit(ExitCode.Done);
        // The photo, a frame every second evaluation, and the picture for a second and a half.
        Assert.Equal("h264,64,48,yuv420p,41", await ProbeAsync(studio["film.mp4"]));
    }

    [Fact]
    public async Task Film_ThatCannotBeMade_IsRefusedBeforeTheWork()
    {
        Assert.Contains("end the name in .mp4, .gif or .webp", (await StylizeAsync("never.png", "film.mov")).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
        (await StylizeAsync("first.png", "there.gif")).ShouldExit(ExitCode.Done);
        Assert.Contains("there.gif: exists already", (await StylizeAsync("never.png", "there.gif")).ShouldExit(ExitCode.Failed).Error, StringComparison.Ordinal);
        var instant = await InProcess.EndAsync("stylize", studio.Photo, studio.Painting, "-o", studio["never.png"], "--recipe", "instant", "--film", studio["never.gif"]);
        Assert.Contains("leave out --film", instant.ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("never.png", studio.Files());
    }

    private static async Task<string> ProbeAsync(string film)
    {
        using var probe = Process.Start(new ProcessStartInfo(
            "ffprobe", ["-v", "error", "-count_frames", "-show_entries", "stream=codec_name,pix_fmt,width,height,nb_read_frames", "-of", "csv=p=0", film]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Trim();
    }

    private Task<AtelierProcess.Ended> StylizeAsync(string output, string film, params string[] options) =>
        InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, "-o", studio[output], "--size", "64", "--evaluations", "20", "--save-every", "2", "--film", studio[film], .. options]);
}
