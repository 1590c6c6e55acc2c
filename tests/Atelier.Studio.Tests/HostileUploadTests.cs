using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Atelier.Studio.Tests;

/// <summary>Files that are not what they say, and worse.</summary>
public sealed class HostileUploadTests
{
    public static TheoryData<string, byte[], string> Damaged() => new()
    {
        { "page.png", Encoding.UTF8.GetBytes("<!DOCTYPE html><html><script>alert(1)</script></html>"), "web page" },
        { "drawing.png", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "SVG" },
        { "program.jpg", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], "program" },
        { "empty.png", [], "empty" },
        { "cut.jpg", Pictures.Jpeg(width: 300, height: 300)[..^500], "damaged" },
        { "garbled.png", [.. Pictures.Png(width: 300, height: 300)[..200], .. new byte[400]], "damaged" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task WhatIsNoPicture_IsRefused_WhateverItIsCalled(string name, byte[] content, string because)
    {
        await using var studio = await Studio.StartAsync();
        var before = studio.Files.Count();
        var detail = await (await studio.UploadAsync(content, name)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(because, detail, StringComparison.Ordinal);
        Assert.Equal(before, studio.Files.Count());
    }

    [Fact]
    public async Task MorePixelsThanAllowed_AreRefused_ByTheHeaderAlone()
    {
        await using var studio = await Studio.StartAsync();
        var detail = await (await studio.UploadAsync(Pictures.Bomb(), "bomb.png")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("60000 x 60000", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreBytesThanAllowed_AreRefused_WhileTheyCome()
    {
        await using var studio = await Studio.StartAsync(new() { MaxUploadBytes = 100_000 });
        var detail = await (await studio.UploadAsync([.. Pictures.Png(), .. new byte[120_000]], "big.png")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.DoesNotContain("big.png", string.Join(' ', studio.Files), StringComparison.Ordinal);
        Assert.NotEmpty(detail);
    }

    [Fact]
    public async Task FarMoreBytesThanAllowed_AreRefused_BeforeTheyCome()
    {
        await using var studio = await Studio.StartAsync(new() { MaxUploadBytes = 100_000 });
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, studio.Client.BaseAddress!.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync("POST /api/v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000000\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task MoreThanTheQuota_IsRefused()
    {
        var first = Pictures.Png(1);
        await using var studio = await Studio.StartAsync(new() { UploadQuotaBytes = first.Length + 10 });
        await studio.AddAsync(first);
        await (await studio.UploadAsync(Pictures.Png(2), "more.png")).ShouldBeProblemAsync(HttpStatusCode.InsufficientStorage);
    }

    [Theory]
    [InlineData("../../../etc/cron.d/evil.png")]
    [InlineData("..\\..\\evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("C:\\evil.png")]
    [InlineData("<img src=x onerror=alert(1)>.png")]
    [InlineData("nul\u0001\u0007.png")]
    [InlineData("..")]
    public async Task Name_IsNeverTrusted(string name)
    {
        await using var studio = await Studio.StartAsync();
        var image = await (await studio.UploadAsync(Pictures.Png(), name)).ShouldBeAsync(HttpStatusCode.Created);
        Assert.Matches(@"^[\p{L}\p{N} ._-]*$", image["name"]!.GetValue<string>());
        Assert.DoesNotContain("..", image["name"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(studio.Files, file => file.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/plain", "x")]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded", "file=x")]
    public async Task OtherContentTypes_AreRefused(string type, string body)
    {
        await using var studio = await Studio.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);
        await (await studio.Client.PostAsync("/api/v1/images", content)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=a", "x")]
    [InlineData("multipart/form-data; boundary=a", "--a\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--a--\r\n")]
    [InlineData("multipart/form-data; boundary=a", "--a\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--a--\r\n")]
    [InlineData("multipart/form-data; boundary=a", "--a\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nx\r\n--axxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n")]
    public async Task BrokenForms_AreRefused(string type, string body)
    {
        await using var studio = await Studio.StartAsync();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        await (await studio.Client.PostAsync("/api/v1/images", content)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task FormThatBreaksOffWithinTheFile_LeavesNothingBehind()
    {
        await using var studio = await Studio.StartAsync();
        var before = studio.Files.Count();
        using var content = new ByteArrayContent([.. "--a\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n"u8, .. Pictures.Png()]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=a");
        await (await studio.Client.PostAsync("/api/v1/images", content)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(before, studio.Files.Count());
    }
}
