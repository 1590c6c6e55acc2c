using System.Net;
using System.Text.Json;

namespace Atelier.Studio.Tests;

/// <summary>A studio on a free port of loopback, with a client, in this process.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly StudioApp _app;

    private Studio(StudioApp app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls[0]) };
    }

    /// <summary>Asks the studio.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts one.</summary>
    public static async Task<Studio> StartAsync(StudioOptions? options = null) =>
        new(await StudioApp.StartAsync((options ?? new()) with { Urls = ["http://127.0.0.1:0"] }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What answers must be.</summary>
internal static class Answers
{
    /// <summary>The answer must be a problem (RFC 9457) with one sentence, and tell nothing of the program's insides.</summary>
    public static async Task<string> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}, expected {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(["detail", "status", "title", "type"], json.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal((int)status, json.RootElement.GetProperty("status").GetInt32());
        var detail = json.RootElement.GetProperty("detail").GetString()!;
        Assert.Matches(@"^[^\n]{10,400}\.$", detail);
        Assert.DoesNotContain("Exception", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), body, StringComparison.Ordinal);
        return detail;
    }
}
