namespace Atelier.Studio.Browser.Tests;

public sealed class InterruptionTests(Chromium chromium, OpenStudio studio) : IClassFixture<OpenStudio>
{
    [BrowserFact]
    public async Task PausedJob_SurvivesAKilledServer_AndThePageComesBackByItself()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PaintAsync(size: 512, steps: 60);
        await visit.ShouldBeAsync("running");
        await Expect(visit.Page.Locator(".progress-line")).ToContainTextAsync(Text.Like("Evaluation [1-9]"));
        await visit.Page.ClickAsync("#easel-buttons [data-does=pause]");
        await visit.ShouldBeAsync("paused");
        var pausedAt = await visit.Page.Locator(".progress-line").TextContentAsync();
        Assert.Matches(@"^Paused at evaluation [1-9]\d* of 60\.", pausedAt);

        await studio.Process.KillAsync();
        await Expect(visit.Page.Locator("#absence")).ToContainTextAsync("The studio is not responding.");
        await studio.Process.StartAgainAsync();
        await Expect(visit.Page.Locator("#absence")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator(".progress-line")).ToHaveTextAsync(pausedAt!);

        await visit.Page.ClickAsync("#easel-buttons [data-does=resume]");
        await visit.ShouldBeAsync("finished");
        await Expect(visit.Page.Locator(".both")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task RunningJob_GoesOn_WhenAKilledServerIsBack()
    {
        await using var visit = await Visit.OpenAsync(chromium.Browser, studio.Process);
        await visit.PaintAsync(size: 256, steps: 120);
        await Expect(visit.Page.Locator(".progress-line")).ToContainTextAsync(Text.Like("Evaluation [1-9]"));
        await studio.Process.KillAsync();
        await Expect(visit.Page.Locator("#server")).ToHaveTextAsync("Offline");
        await studio.Process.StartAgainAsync();
        await visit.ShouldBeAsync("finished");
    }
}
