using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

public sealed class PhoneTests(Chromium chromium, OpenStudio studio)
{
    /// <summary>Whatever can be touched and is no finger's width within the window, or too small to be hit (WCAG 2.5.8).</summary>
    private const string OutOfReach =
        """
        () => [...document.querySelectorAll('a, button, input, select, summary')]
          .filter(e => e.checkVisibility() && !e.closest('.strip-list, .grid-scroll, .unseen') && !e.matches('.unseen, .skip, .either input'))
          .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
          .filter(([e, box]) => box.left < 0 || box.right > innerWidth || (box.height < 24 && getComputedStyle(e).display !== 'inline'))
          .map(([e]) => e.outerHTML)
        """;

    [BrowserFact]
    public async Task OnAPhone_APictureIsPainted_AndNothingLiesBesideTheWindow()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process, Windows.Phone());
        await ShouldFitAsync(visit.Page);
        await visit.Page.TapAsync("#choose-painting");
        await ShouldFitAsync(visit.Page);
        await visit.Page.TapAsync("#gallery .picture-choose[aria-pressed=false]");
        await visit.Page.TapAsync("#gallery .primary");
        await visit.PaintAsync(size: 256, steps: 6);
        await visit.ShouldBeAsync("finished");
        await ShouldFitAsync(visit.Page);
        foreach (var room in (string[])["wall", "grid", "compare"])
        {
            await visit.Page.GotoAsync($"{studio.Process.Url}/#{room}");
            await Expect(visit.Page.Locator($"#room-{room}")).ToBeVisibleAsync();
            await ShouldFitAsync(visit.Page);
        }
    }

    private static async Task ShouldFitAsync(IPage page)
    {
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(OutOfReach));
    }
}
