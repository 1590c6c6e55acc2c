namespace Atelier.Studio.Browser.Tests;

public sealed class ArrivalTests(Chromium chromium, OpenStudio studio)
{
    [BrowserFact]
    public async Task HostileFile_IsRefused_InASentence()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        var before = await visit.Page.Locator("#choose-photo").TextContentAsync();
        await visit.DropAsync("photo", TestPicture.Hostile);
        var refusal = visit.Page.Locator(".notice-error");
        await Expect(refusal).ToHaveAttributeAsync("role", "alert");
        await Expect(refusal.Locator("p")).ToHaveTextAsync(Text.Like(@"^[^\n]{20,300}\.$"));
        await Expect(visit.Page.Locator("#choose-photo")).ToHaveTextAsync(before!);
    }

    [BrowserFact]
    public async Task PastedPicture_IsThePhotograph_OrAPaintingAtOneClick()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PasteAsync(TestPicture.Of("dots", "from the clipboard.jpg"));
        await Expect(visit.Page.Locator("#choose-photo")).ToContainTextAsync("from the clipboard");
        await visit.Page.ClickAsync("#notices >> text=Make it a painting");
        await Expect(visit.Page.Locator("#paintings-slot img")).ToHaveAttributeAsync("alt", "from the clipboard");
    }

    [BrowserFact]
    public async Task SeveralPaintings_AreBlended_EachAsMuchAsItsSliderSays()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.DropAsync("another", TestPicture.Of("glass", "window.jpg"));
        await Expect(visit.Page.Locator("#paintings-title")).ToHaveTextAsync("Paintings");
        await visit.Page.FillAsync("#weight-1", "0.5");
        var request = await visit.Page.RunAndWaitForRequestAsync(() => visit.PaintAsync(size: 256, steps: 2), sent => sent.Method == "POST");
        var styles = request.PostDataJSON()!.Value.GetProperty("styles");
        Assert.Equal([1, 0.5], styles.EnumerateArray().Select(style => style.GetProperty("weight").GetDouble()));
        await visit.ShouldBeAsync("finished");
    }

    [BrowserFact]
    public async Task OwnPicture_CanBeDeleted_FromTheGallery()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.DropAsync("photo", TestPicture.Of("town", "not for long.jpg"));
        await visit.Page.ClickAsync("#choose-photo");
        await visit.Page.ClickAsync("[aria-label='Delete not for long']");
        await visit.Page.ClickAsync("#ask .primary");
        await Expect(visit.Page.Locator("#gallery >> text=not for long")).ToHaveCountAsync(0);
    }
}
