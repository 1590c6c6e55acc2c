namespace Atelier.Studio.Browser.Tests;

public sealed class ComparisonTests(Chromium chromium, OpenStudio studio)
{
    [BrowserFact]
    public async Task Grid_PaintsEachPairOfValues_AndIsThereAgainAfterReloading()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var page = visit.Page;
        await visit.SetAsync(size: 256, steps: 2);
        await page.ClickAsync(".rooms a[href='#grid']");
        await page.FillAsync("#grid-across-values", "0.5, 2");
        await page.FillAsync("#grid-down-values", "0, 1");
        await Expect(page.Locator(".grid-go .hint")).ToHaveTextAsync("4 pictures of 256 px.");
        await page.ClickAsync(".grid-go button");
        await Expect(page.Locator(".thumbnail[data-state=finished]:visible")).ToHaveCountAsync(4);
        await page.ReloadAsync();
        await Expect(page.Locator(".grid th[scope=col]")).ToHaveTextAsync(["Strength 0.5", "Strength 2"]);
        await Expect(page.Locator(".grid th[scope=row]")).ToHaveTextAsync(["Detail 0", "Detail 1"]);
        await Expect(page.Locator(".grid .cell")).ToHaveCountAsync(4);

        await page.ClickAsync(".rooms a[href='#wall']");
        foreach (var tick in (await page.Locator(".card-tick input").AllAsync()).Take(2))
            await tick.CheckAsync();
        await page.ClickAsync("#wall-bar button");
        await Expect(page.Locator("#compare-lead")).ToHaveTextAsync("They differ in strength.");
        await Expect(page.Locator(".compared img")).ToHaveCountAsync(2);
        await Expect(page.Locator(".compared dd")).ToHaveTextAsync(["2", "0.5"]);

        await page.ClickAsync("text=Look closer");
        await page.Locator(".compared-view").First.EvaluateAsync("view => view.scrollTo(40, 30)");
        await Expect(page.Locator(".compared-view").Last).ToHaveJSPropertyAsync("scrollLeft", 40);
    }

    [BrowserFact]
    public async Task UseTheseSettingsAgain_PutsThemOnThePalette()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PaintAsync(size: 256, steps: 3);
        await visit.ShouldBeAsync("finished");
        await visit.SetAsync(size: 512, steps: 40);
        await visit.Page.ClickAsync("#easel-buttons [data-does=use]");
        await Expect(visit.Page.Locator("#setting-size")).ToHaveValueAsync("256");
        await Expect(visit.Page.Locator("#setting-evaluations")).ToHaveValueAsync("3");
        await Expect(visit.Page).ToHaveURLAsync(Text.Like("#easel$"));
    }
}
