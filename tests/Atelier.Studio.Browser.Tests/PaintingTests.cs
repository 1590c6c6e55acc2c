using NetVips;

namespace Atelier.Studio.Browser.Tests;

public sealed class PaintingTests(Chromium chromium, OpenStudio studio)
{
    [BrowserFact]
    public async Task TwoDroppedPictures_BecomeOne_ThatCanBeDownloaded()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.DropAsync("photo", TestPicture.Of("bird", "kingfisher at home.jpg"));
        await Expect(visit.Page.Locator("#choose-photo")).ToContainTextAsync("kingfisher at home");
        await visit.DropAsync("painting", TestPicture.Of("woodcut", "mountains.jpg"));
        await Expect(visit.Page.Locator("#easel-title")).ToHaveTextAsync("kingfisher at home × mountains");
        await visit.PaintAsync(size: 512, steps: 100);

        await Expect(visit.Page.Locator(".painting-preview").First).ToBeVisibleAsync();
        await visit.ShouldBeAsync("finished");
        await Expect(visit.Page.Locator(".progress-line")).ToContainTextAsync("512 × 384 pixels");
        await Expect(visit.Page.Locator(".curve svg")).ToHaveAttributeAsync("aria-label", Text.Like(@"^Loss, from [\d.]+ at the start to [\d.]+ at evaluation \d+$"));
        foreach (var (format, loader) in ((string, string)[])[("PNG", "pngload"), ("JPEG", "jpegload"), ("WebP", "webpload"), ("TIFF", "tiffload")])
            await ShouldDownloadAsync(visit, format, loader);
    }

    [BrowserFact]
    public async Task ChosenPictures_AreSeenPaintedAtOnce_AndFollowTheSliders()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.DropAsync("photo", TestPicture.Of("bird", "kingfisher at noon.jpg"));   // Here already under another name, perhaps.
        var impression = visit.Page.Locator(".impression-picture").Last;
        await Expect(impression).ToHaveAttributeAsync("alt", Text.Like("^kingfisher at .+ × .+, a first impression$"));
        var first = await impression.GetAttributeAsync("src");
        await visit.Page.EvaluateAsync("""
            () => {
              const slider = document.getElementById('setting-strength');
              slider.value = -1;
              slider.dispatchEvent(new Event('input'));
            }
            """);
        await Expect(impression).Not.ToHaveAttributeAsync("src", first!);
        await Expect(visit.Page.Locator(".impression-picture")).ToHaveCountAsync(1);
        await visit.PaintAsync(size: 256, steps: 3);
        await visit.ShouldBeAsync("finished");
        await Expect(visit.Page.Locator(".impression-picture")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task DownloadedPicture_DroppedBack_BringsItsSettings()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.Page.ClickAsync("label[for=setting-start-noise]");
        await visit.Page.FillAsync("#setting-seed", "77");
        await visit.PaintAsync(size: 256, steps: 3);
        await visit.ShouldBeAsync("finished");
        var title = await visit.Page.Locator("#easel-title").TextContentAsync();
        var picture = new TestPicture("found again.png", await DownloadAsync(visit, "PNG"));

        await using var another = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await another.Page.ClickAsync("#choose-photo");
        await another.Page.ClickAsync(".picture-choose >> nth=-1");
        await another.DropAsync("photo", picture);
        await Expect(another.Page.Locator("#notices")).ToContainTextAsync("its settings are back on your palette");
        await Expect(another.Page.Locator("#setting-seed")).ToHaveValueAsync("77");
        await Expect(another.Page.Locator("#setting-evaluations")).ToHaveValueAsync("3");
        await Expect(another.Page.Locator("#setting-size")).ToHaveValueAsync("256");
        await Expect(another.Page.Locator("#easel-title")).ToHaveTextAsync(title!);
    }

    [BrowserFact]
    public async Task SamePictureAgain_IsThereAtOnce()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PaintAsync(size: 256, steps: 4);
        await visit.ShouldBeAsync("finished");
        var first = visit.Page.Url;
        await visit.GoToEaselAsync();
        await visit.Page.ClickAsync("#paint");
        await Expect(visit.Page).ToHaveURLAsync(first);
        await visit.ShouldBeAsync("finished");
    }

    [BrowserFact]
    public async Task Cancel_EndsTheJob_AndTheStudioIsFree()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PaintAsync(size: 1024, steps: 5000);
        await visit.ShouldBeAsync("running");
        await visit.Page.ClickAsync("#easel-buttons [data-does=cancel]");
        await visit.ShouldBeAsync("canceled");
        await Expect(visit.Page.Locator("#server")).ToHaveTextAsync("Ready");
        await Expect(visit.Page.Locator("#easel-buttons [data-does=retry]")).ToBeVisibleAsync();
    }

    private static async Task ShouldDownloadAsync(Visit visit, string format, string loader)
    {
        using var image = Image.NewFromBuffer(await DownloadAsync(visit, format));
        Assert.Equal((512, 384), (image.Width, image.Height));
        Assert.StartsWith(loader, (string)image.Get("vips-loader"), StringComparison.Ordinal);
    }

    private static async Task<byte[]> DownloadAsync(Visit visit, string format)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync($"#easel-buttons .format >> text={format}"));
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
