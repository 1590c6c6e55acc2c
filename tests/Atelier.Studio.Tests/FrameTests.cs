using System.Net;
using System.Net.Sockets;

namespace Atelier.Studio.Tests;

public sealed class FrameTests
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task UnknownAddress_IsNotFound_InASentence(string path)
    {
        await using var studio = await Studio.StartAsync();
        var response = await studio.Client.GetAsync(path);
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Page_IsServed_WithHeadersThatKeepItSafe()
    {
        await using var studio = await Studio.StartAsync();
        var response = await studio.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Page_AskedForAgain_IsNotSentAgain()
    {
        await using var studio = await Studio.StartAsync();
        var first = await studio.Client.GetAsync("/");
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var second = await studio.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task WrongMethod_IsNotAllowed_AndSaysWhatIs()
    {
        await using var studio = await Studio.StartAsync();
        var response = await studio.Client.DeleteAsync("/");
        await response.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("192.168.1.5")]
    public async Task AnotherHostsName_IsRefused_OnLoopback(string host)
    {
        await using var studio = await Studio.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;
        var response = await studio.Client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.MisdirectedRequest);
    }

    [Theory]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task AnotherSitesPage_IsRefused_ByTheApi(string header, string value)
    {
        await using var studio = await Studio.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs");
        request.Headers.Add(header, value);
        var response = await studio.Client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task TooManyRequests_AreRefused_UntilLater()
    {
        await using var studio = await Studio.StartAsync(options: new() { Limits = new() { RequestsPerMinute = 3 } });
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await studio.Client.GetAsync("/")).StatusCode);
        var response = await studio.Client.GetAsync("/");
        await response.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task UploadThatStalls_IsGivenUp()
    {
        await using var studio = await Studio.StartAsync(options: new() { Limits = new() { RequestTimeout = TimeSpan.FromMilliseconds(20) } });
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, studio.Client.BaseAddress!.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync("POST /api/v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task OpenAddress_WithoutKey_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<StudioException>(() => StudioApp.StartAsync(new() { Urls = ["http://0.0.0.0:0"] }));
        Assert.Contains("--api-key", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:5114")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("nonsense")]
    public async Task WrongAddress_IsRefused_WithAnExample(string url)
    {
        var exception = await Assert.ThrowsAsync<StudioException>(() => StudioApp.StartAsync(new() { Urls = [url] }));
        Assert.Contains("http://127.0.0.1:5114", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakenAddress_IsRefused_WithAdvice()
    {
        await using var first = await Studio.StartAsync();
        using var folder = new TemporaryFolder();
        var url = first.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var exception = await Assert.ThrowsAsync<StudioException>(() => StudioApp.StartAsync(new() { Urls = [url], JobHost = new() { DataFolder = folder["studio"] } }));
        Assert.Contains("--urls", exception.Message, StringComparison.Ordinal);
    }
}
