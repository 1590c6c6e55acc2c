using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Atelier.Studio.Tests;

public sealed class ApiKeyTests
{
    private const string Key = "correct horse battery staple";
    private static readonly StudioOptions Closed = new() { ApiKey = Key };

    [Fact]
    public async Task Api_IsClosed_WithoutTheKey()
    {
        await using var studio = await Studio.StartAsync(options: Closed);
        foreach (var path in new[] { "status", "jobs", "images", "events", "presets", "nothing" })
        {
            var response = await studio.Client.GetAsync($"/api/v1/{path}");
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        }
        await (await studio.UploadAsync(Pictures.Png(), "photo.png")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        // What holds nothing of anybody stays open: the page asks for the key.
        foreach (var path in new[] { "/", "/openapi/v1.json", "/api/v1/health" })
            Assert.Equal(HttpStatusCode.OK, (await studio.Client.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("X-Api-Key", Key, HttpStatusCode.OK)]
    [InlineData("X-Api-Key", Key + "r", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic " + Key, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer", HttpStatusCode.Unauthorized)]
    public async Task Key_Opens_AsAHeader(string header, string value, HttpStatusCode status)
    {
        await using var studio = await Studio.StartAsync(options: Closed);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(status, (await studio.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Session_OpensEventsAndPictures_UntilItIsGivenBack()
    {
        await using var studio = await Studio.StartAsync(options: Closed);
        await (await studio.Client.PostAsJsonAsync("/api/v1/session", new { key = "the wrong key, but long" })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        // HttpClient keeps cookies, as a browser does.
        var response = await studio.Client.PostAsJsonAsync("/api/v1/session", new { key = Key });
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("horse", cookie, StringComparison.Ordinal);
        await using (await Watching.OpenAsync(studio.Client, "/api/v1/events"))
        {
            // Opened: nothing more to see here.
        }

        await (await studio.Client.DeleteAsync("/api/v1/session")).ShouldBeAsync(HttpStatusCode.NoContent);
        await (await studio.Client.GetAsync("/api/v1/status")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ForgedSession_DoesNotOpen()
    {
        await using var studio = await Studio.StartAsync(options: Closed);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Add("Cookie", $"atelier-{studio.Client.BaseAddress!.Port}={new string('0', 64)}");
        await (await studio.Client.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void ShortKey_IsRefused() => Assert.Throws<ArgumentException>(() => new StudioOptions { ApiKey = "secret" });

    [Fact]
    public async Task OpenAddress_WithKey_AnswersUnderAnyName()
    {
        using var folder = new TemporaryFolder();
        await using var studio = await StudioApp.StartAsync(new() { ApiKey = Key, Urls = ["http://0.0.0.0:0"], JobHost = new() { DataFolder = folder["studio"] } });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{new Uri(studio.Urls[0]).Port}/api/v1/status");
        request.Headers.Host = "paint.example";
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).StatusCode);
    }
}
