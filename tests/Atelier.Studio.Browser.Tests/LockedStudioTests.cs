namespace Atelier.Studio.Browser.Tests;

public sealed class LockedStudioTests(Chromium chromium)
{
    private const string Key = "sixteen or more letters";

    [BrowserFact]
    public async Task LockedStudio_AsksForItsKey_AndOpensWithIt()
    {
        using var folder = new TemporaryFolder();
        using var studio = await StudioProcess.StartAsync(folder["data"], Key);
        await using var visit = await Visit.GoAsync(chromium.Browser, studio);
        await Expect(visit.Page.Locator("#ask-field")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("a guess");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".notice-error")).ToContainTextAsync("key");
        await visit.Page.ClickAsync("#absence button");
        await visit.Page.Keyboard.TypeAsync(Key);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldBeOpenAsync();
        await Expect(visit.Page.Locator("#choose-photo img")).ToBeVisibleAsync();
    }
}
