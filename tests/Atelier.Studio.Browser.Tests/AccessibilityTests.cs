using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

public sealed class AccessibilityTests(Chromium chromium, OpenStudio studio)
{
    [BrowserFact]
    public Task LightPage_HasNoSeriousFinding() => CheckAllAsync(ColorScheme.Light);

    [BrowserFact]
    public Task DarkPage_HasNoSeriousFinding() => CheckAllAsync(ColorScheme.Dark);

    private async Task CheckAllAsync(ColorScheme scheme)
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process, Windows.Desktop(scheme));
        var page = visit.Page;
        await visit.SetAsync(size: 256, steps: 1);
        await CheckAsync(page, "the palette");
        await page.ClickAsync("#choose-painting");
        await page.ClickAsync("#gallery .picture-choose[aria-pressed=false]");
        await CheckAsync(page, "the gallery");
        await page.Keyboard.PressAsync("Escape");
        await CheckAsync(page, "two paintings");
        await visit.DropAsync("photo", TestPicture.Hostile);
        await page.WaitForSelectorAsync(".notice-error");
        await CheckAsync(page, "a refusal");
        await page.ClickAsync(".notice-error .close");
        foreach (var steps in (int[])[1, 2])
        {
            await visit.PaintAsync(size: 256, steps);
            await visit.ShouldBeAsync("finished");
        }
        await CheckAsync(page, "a finished picture");
        await page.ClickAsync("#easel-buttons [data-does=delete]");
        await CheckAsync(page, "a question");
        await page.Keyboard.PressAsync("Escape");

        await page.ClickAsync(".rooms a[href='#wall']");
        await CheckAsync(page, "the wall");
        foreach (var tick in (await page.Locator(".card-tick input").AllAsync()).Take(2))
            await tick.CheckAsync();
        await page.ClickAsync("#wall-bar button");
        await page.WaitForSelectorAsync(".compared");
        await CheckAsync(page, "the comparison");

        await page.ClickAsync(".rooms a[href='#grid']");
        await page.FillAsync("#grid-across-values", "0.5, 2");
        await page.FillAsync("#grid-down-values", "0");
        await page.ClickAsync(".grid-go button");
        await Expect(page.Locator(".cell")).ToHaveCountAsync(2);
        await CheckAsync(page, "a grid");
    }

    private static async Task CheckAsync(IPage page, string what)
    {
        var result = await page.RunAxe();
        var serious = result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe);
        Assert.True(!serious.Any(), $"{what}: {string.Join('\n', serious)}");
    }

    private static string Describe(AxeResultItem item) => $"{item.Id}: {item.Help} {string.Join(", ", item.Nodes.Select(node => node.Html))}";
}
