using Microsoft.Playwright;

namespace Atelier.Studio.Browser.Tests;

/// <summary>A browser window in the studio. At its end, the page must not have complained in the console.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // What the server refuses or does not answer is the test's own doing; the page tells people.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>Goes to the studio's page.</summary>
    public static async Task<Visit> GoAsync(IBrowser browser, StudioProcess studio, BrowserNewContextOptions? window = null)
    {
        var context = await browser.NewContextAsync(window ?? Windows.Desktop());
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync(studio.Url);
        return visit;
    }

    /// <summary>Goes there, and waits until the page is ready.</summary>
    public static async Task<Visit> OpenAsync(IBrowser browser, StudioProcess studio, BrowserNewContextOptions? window = null)
    {
        var visit = await GoAsync(browser, studio, window);
        await visit.ShouldBeOpenAsync();
        return visit;
    }

    /// <summary>Waits until the page knows all that the studio knows.</summary>
    public Task ShouldBeOpenAsync() => Expect(Page.Locator("#server")).ToHaveAttributeAsync("data-state", Text.Like("ready|busy"));

    /// <summary>Drags files over the page and drops them on one of its places.</summary>
    public async Task DropAsync(string role, params TestPicture[] files)
    {
        var transfer = await TransferAsync(files);
        await Page.DispatchEventAsync("body", "dragenter", new { dataTransfer = transfer });
        await Page.DispatchEventAsync($".drop-place[data-role={role}]", "drop", new { dataTransfer = transfer });
    }

    /// <summary>Pastes a picture.</summary>
    public async Task PasteAsync(TestPicture file) => await Page.EvaluateAsync(
        "clipboardData => document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))", await TransferAsync(file));

    /// <summary>Goes to the easel, with the palette's pictures on it.</summary>
    public async Task GoToEaselAsync()
    {
        await Page.ClickAsync(".rooms a[href='#easel']");
        await ShouldBeAsync("palette");
    }

    /// <summary>Sets how large the picture is and how long it takes.</summary>
    public async Task SetAsync(int size, int steps)
    {
        await Page.SelectOptionAsync("#setting-size", size.ToString());
        await Page.ClickAsync(".more summary");
        await Page.FillAsync("#setting-evaluations", steps.ToString());
        await Page.ClickAsync(".more summary");
    }

    /// <summary>Presses the button, and waits until another job is on the easel.</summary>
    public async Task PaintAsync(int size, int steps)
    {
        await SetAsync(size, steps);
        var before = Page.Url;
        await Page.ClickAsync("#paint");
        await Expect(Page).Not.ToHaveURLAsync(before);
        await Expect(Page).ToHaveURLAsync(Text.Like("#easel/."));
    }

    /// <summary>Waits until the picture on the easel is in a state.</summary>
    public Task ShouldBeAsync(string state) => Expect(Page.Locator("#room-easel")).ToHaveAttributeAsync("data-state", state);

    private Task<IJSHandle> TransferAsync(params TestPicture[] files) => Page.EvaluateHandleAsync(
        """
        files => {
          const transfer = new DataTransfer();
          for (const { name, content } of files)
            transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name));
          return transfer;
        }
        """, files.Select(file => new { name = file.Name, content = Convert.ToBase64String(file.Content) }).ToArray());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
