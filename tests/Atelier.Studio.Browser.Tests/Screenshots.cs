using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

/// <summary>Takes the pictures of docs/studio.md; only where it is asked for, with <c>./build screenshots</c>.</summary>
public sealed class Screenshots(Chromium chromium, OpenStudio studio) : IClassFixture<OpenStudio>
{
    [BrowserFact(OnlyWith = "ATELIER_SCREENSHOTS")]
    public async Task TakeAll()
    {
        Assertions.SetDefaultExpectTimeout(900_000); // Pictures of a real size take their time.
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var page = visit.Page;
        await visit.PaintAsync(size: 512, steps: 300);
        await Expect(page.Locator(".progress-line")).ToContainTextAsync("size 4 of 4");
        await TakeAsync(page, "painting");
        await visit.ShouldBeAsync("finished");
        await page.FillAsync(".both-range", "38");
        await TakeAsync(page, "before-after");

        foreach (var painting in (string[])["dots", "woodcut", "glass"])
            await PaintAsync(visit, painting);
        await page.ClickAsync(".rooms a[href='#wall']");
        await TakeAsync(page, "wall");

        await visit.GoToEaselAsync();
        await visit.SetAsync(size: 256, steps: 120);
        await page.ClickAsync(".rooms a[href='#grid']");
        await page.ClickAsync(".grid-go button");
        await Expect(page.Locator(".grid .thumbnail[data-state=finished]")).ToHaveCountAsync(9, new() { Timeout = 600_000 });
        await TakeAsync(page, "grid", wholePage: true);

        await using var dark = await Visit.OpenAsync(chromium.Browser, studio.Process, Windows.Desktop(ColorScheme.Dark));
        await dark.Page.ClickAsync(".strip-item >> nth=-1");
        await dark.ShouldBeAsync("finished");
        await TakeAsync(dark.Page, "dark");

        await using var phone = await Visit.OpenAsync(chromium.Browser, studio.Process, Windows.Phone());
        await phone.Page.TapAsync(".strip-item >> nth=-2");
        await phone.ShouldBeAsync("finished");
        await TakeAsync(phone.Page, "phone");
    }

    private static async Task PaintAsync(Visit visit, string painting)
    {
        await visit.GoToEaselAsync();
        await visit.Page.ClickAsync("#choose-painting");
        await visit.Page.ClickAsync("#gallery .picture-choose[aria-pressed=true]");
        await visit.Page.ClickAsync($"#gallery .picture-choose >> text=/{painting}/i");
        await visit.Page.ClickAsync("#gallery .primary");
        await visit.PaintAsync(size: 512, steps: 150);
        await visit.ShouldBeAsync("finished");
    }

    private static async Task TakeAsync(IPage page, string name, bool wholePage = false)
    {
        await page.EvaluateAsync("() => { document.activeElement.blur(); document.querySelector('.palette-scroll').scrollTo(0, 0); }");
        await page.Mouse.MoveAsync(0, 0);
        await page.WaitForFunctionAsync(
            "() => [...document.images].every(image => image.complete || !image.checkVisibility() || image.getBoundingClientRect().top > innerHeight)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder(), $"studio-{name}.jpg"), Type = ScreenshotType.Jpeg, Quality = 82, FullPage = wholePage });
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../docs/images"));
}
