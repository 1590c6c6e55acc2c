using System.Text.Json;
using Microsoft.Playwright;
using NetVips;

namespace Atelier.Studio.Browser.Tests;

public sealed class RegionsTests(Chromium chromium, OpenStudio studio)
{
    // How much of the photograph has a color over it.
    private const string Covered =
        """
        async () => {
          await new Promise(requestAnimationFrame);   // It is drawn before the next one.
          const canvas = document.querySelector('.brush-canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return data.filter((value, i) => i % 4 === 3 && value > 60).length / (canvas.width * canvas.height);
        }
        """;

    [BrowserFact]
    public async Task PaintedByMouse_EachPaintingGoesToItsPart()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var page = visit.Page;
        await page.ClickAsync("#choose-painting");
        await page.ClickAsync("#gallery .picture-choose[aria-pressed=false] >> nth=0");
        await page.ClickAsync("#gallery .primary");
        await Expect(page.Locator(".paintings .tile-remove")).ToHaveCountAsync(2);

        await page.ClickAsync("#choose-regions");
        await page.FillAsync("#brush-size", "160");
        var box = (await page.Locator(".brush-canvas").BoundingBoxAsync())!;
        for (var y = 0.02f; y < 1; y += 0.1f)
            await StrokeAsync(page, box, 0.02f, 0.35f, y);
        var first = await page.EvaluateAsync<double>(Covered);
        Assert.InRange(first, 0.35, 0.65);
        await page.CheckAsync("#brush-1");
        await page.ClickAsync("#brush-rest");
        Assert.InRange(await page.EvaluateAsync<double>(Covered), 0.95, 1);
        await page.ClickAsync("#brush-undo");
        Assert.Equal(first, await page.EvaluateAsync<double>(Covered), 0.01);
        await page.ClickAsync("#brush-rest");
        await page.ClickAsync("#brush-done");
        await Expect(page.Locator("#choose-regions")).ToHaveTextAsync("Each has its part of the photograph …");

        await visit.PaintAsync(size: 256, steps: 6);
        await visit.ShouldBeAsync("finished");
        using var left = await MaskAsync(page, 0);
        using var right = await MaskAsync(page, 1);
        Assert.InRange(Half(left, 0), 150, 255);
        Assert.InRange(Half(left, 1), 0, 100);
        using var both = left + right;
        using var apart = (both - 255).Abs();
        Assert.InRange(apart.Avg(), 0, 5);

        // They are no pictures to choose from.
        await page.ClickAsync("#choose-photo");
        await Expect(page.Locator("#gallery .picture-choose >> text=region")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task PaintedByTouch_TheRestStaysThePhotograph()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process, Windows.Phone());
        var page = visit.Page;
        await page.TapAsync("#choose-regions");
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var box = (await page.Locator(".brush-canvas").BoundingBoxAsync())!;
        var touch = await page.Context.NewCDPSessionAsync(page);
        await TouchAsync(touch, "touchStart", box.X + (box.Width * 0.1f), box.Y + (box.Height * 0.3f));
        for (var x = 0.1f; x < 0.4f; x += 0.05f)
            await TouchAsync(touch, "touchMove", box.X + (box.Width * x), box.Y + (box.Height * 0.3f));
        await touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        var covered = await page.EvaluateAsync<double>(Covered);
        Assert.InRange(covered, 0.01, 0.4);
        await page.ClickAsync("#brush-invert");
        await ShouldCoverAsync(page, 0.9, 1);
        await page.ClickAsync("#brush-invert");
        await ShouldCoverAsync(page, 0, 0.5);
        await page.ClickAsync("#brush-done");
        await visit.PaintAsync(size: 256, steps: 6);
        await visit.ShouldBeAsync("finished");

        using var picture = Image.NewFromBuffer(await (await page.APIRequest.GetAsync($"{studio.Process.Url}/api/v1/jobs/{JobOf(page)}/result?format=png")).BodyAsync());
        using var photo = Image.NewFromBuffer(await PhotoAsync(page));
        using var before = photo.Resize((double)picture.Width / photo.Width);
        using var apart = (picture - before).Abs();
        // Scaled by another program, a photograph differs by a little.
        Assert.InRange(Half(apart, 1), 0, 4);
        using var stroke = apart.Crop((int)(0.12 * apart.Width), (int)(0.27 * apart.Height), (int)(0.24 * apart.Width), (int)(0.06 * apart.Height));
        Assert.True(stroke.Avg() > 8 && stroke.Avg() > 4 * Half(apart, 1), $"{stroke.Avg()} where it was painted, {Half(apart, 1)} where it was not");
    }

    // Soon: a click is answered a little later.
    private static async Task ShouldCoverAsync(IPage page, double least, double most)
    {
        var covered = await page.EvaluateAsync<double>(Covered);
        for (var turn = 0; turn < 50 && !(covered >= least && covered <= most); turn++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            covered = await page.EvaluateAsync<double>(Covered);
        }
        Assert.InRange(covered, least, most);
    }

    // Of the left half, or the right one.
    private static double Half(Image image, int half)
    {
        using var part = image.Crop(half * (image.Width / 2), 0, image.Width / 2, image.Height);
        return part.Avg();
    }

    private static string JobOf(IPage page) => page.Url.Split('/')[^1];

    private async Task<byte[]> PhotoAsync(IPage page)
    {
        using var job = JsonDocument.Parse(await (await page.APIRequest.GetAsync($"{studio.Process.Url}/api/v1/jobs/{JobOf(page)}")).TextAsync());
        return await (await page.APIRequest.GetAsync($"{studio.Process.Url}/api/v1/images/{job.RootElement.GetProperty("content").GetString()}/file")).BodyAsync();
    }

    private async Task<Image> MaskAsync(IPage page, int painting)
    {
        using var job = JsonDocument.Parse(await (await page.APIRequest.GetAsync($"{studio.Process.Url}/api/v1/jobs/{JobOf(page)}")).TextAsync());
        var id = job.RootElement.GetProperty("styles")[painting].GetProperty("mask").GetString();
        using var file = Image.NewFromBuffer(await (await page.APIRequest.GetAsync($"{studio.Process.Url}/api/v1/images/{id}/file")).BodyAsync());
        return file.ExtractBand(0);
    }

    private static async Task StrokeAsync(IPage page, LocatorBoundingBoxResult box, float from, float to, float y)
    {
        await page.Mouse.MoveAsync(box.X + (box.Width * from), box.Y + (box.Height * y));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * to), box.Y + (box.Height * y), new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }

    private static Task TouchAsync(ICDPSession touch, string type, float x, float y) =>
        touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = new[] { new { x, y } } });
}
