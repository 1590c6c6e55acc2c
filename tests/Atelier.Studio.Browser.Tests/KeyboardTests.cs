using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

public sealed class KeyboardTests(Chromium chromium, OpenStudio studio)
{
    private const int MostTabs = 80;

    [BrowserFact]
    public async Task WithTheKeyboardAlone_APictureIsChosenPaintedComparedAndDownloaded()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var page = visit.Page;

        await TabToAsync(page, "#choose-photo");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#gallery")).ToBeVisibleAsync();
        await TabToAsync(page, "#gallery .picture-choose[aria-pressed=false]");
        var title = await page.Locator("#gallery .picture-choose:focus span").TextContentAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#gallery")).ToBeHiddenAsync();
        await Expect(page.Locator("#choose-photo")).ToBeFocusedAsync();
        await Expect(page.Locator("#choose-photo")).ToContainTextAsync(title!);

        await TabToAsync(page, "#choose-painting");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "#gallery .picture-choose[aria-pressed=false]");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#paintings-slot li")).ToHaveCountAsync(3);

        await TabToAsync(page, "#setting-strength");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#setting-strength")).ToHaveAttributeAsync("aria-valuetext", "1.1, between the photograph and the painting");
        await TabToAsync(page, "#setting-size");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await TabToAsync(page, ".more summary");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "#setting-evaluations");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("6");
        await TabToAsync(page, "#paint");
        await page.Keyboard.PressAsync("Enter");
        await visit.ShouldBeAsync("finished");
        await Expect(page.Locator("#announcer")).ToContainTextAsync("finished");

        await TabToAsync(page, ".both-range");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator(".both-range")).ToHaveAttributeAsync("aria-valuetext", "1 % photograph");
        await TabToAsync(page, "#easel-buttons .format");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith(".png", download.SuggestedFilename, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task RoomsAndQuestions_TakeTheFocus_AndGiveItBack()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var page = visit.Page;
        await visit.PaintAsync(size: 256, steps: 2);
        await visit.ShouldBeAsync("finished");

        await page.FocusAsync(".rooms a[href='#wall']");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#wall-title")).ToBeFocusedAsync();
        var cards = await page.Locator("#wall-list .card").CountAsync();
        await TabToAsync(page, "#wall-list [data-does=delete]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#ask")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#ask")).ToBeHiddenAsync();
        await Expect(page.Locator("#wall-list [data-does=delete]").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#wall-list .card")).ToHaveCountAsync(cards - 1);
        await Expect(page.Locator("#wall-title")).ToBeFocusedAsync();
    }

    /// <summary>Presses Tab until something has the focus, which must be seen on the way.</summary>
    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var isSeen = await page.EvaluateAsync<bool>(
                "() => document.activeElement === document.body || [document.activeElement, document.activeElement.nextElementSibling, document.activeElement.parentElement].some(e => e && getComputedStyle(e).outlineStyle !== 'none')");
            Assert.True(isSeen, "The focus is on something and cannot be seen: " + await page.EvaluateAsync<string>("() => document.activeElement.outerHTML"));
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }
        Assert.Fail($"{selector} is not reached by Tab.");
    }
}
