using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Atelier.Studio.Tests;

public sealed class JobTests
{
    private static readonly string NoImage = new('0', 64);

    [Fact]
    public async Task Job_IsPainted_AndItsPictureFetched_InEveryFormat()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync();
        var job = await studio.UntilAsync(id, "finished");
        Assert.Equal((64, 43), (job["result"]!["width"]!.GetValue<int>(), job["result"]!["height"]!.GetValue<int>()));
        Assert.Null(job["error"]);
        foreach (var (format, start) in new[] { ("png", "\x89PNG"), ("jpeg", "\xff\xd8\xff"), ("webp", "RIFF"), ("tiff", "II*") })
        {
            var response = await studio.Client.GetAsync($"/api/v1/jobs/{id}/result?format={format}&download=true");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal($"image/{format}", response.Content.Headers.ContentType!.ToString());
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            Assert.StartsWith(start, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
        var thumbnail = await studio.Client.GetAsync($"/api/v1/jobs/{id}/thumbnail");
        Assert.Equal("image/jpeg", thumbnail.Content.Headers.ContentType!.ToString());
        var losses = await (await studio.Client.GetAsync($"/api/v1/jobs/{id}/losses")).ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal(losses["evaluations"]!.AsArray().Count, losses["losses"]!.AsArray().Count);
        Assert.NotEmpty(losses["losses"]!.AsArray());
    }

    [Fact]
    public async Task SameRequest_IsAnsweredByTheFinishedJob()
    {
        await using var studio = await Studio.StartAsync();
        var (photo, painting) = (await studio.AddAsync(Pictures.Png(1)), await studio.AddAsync(Pictures.Png(2)));
        var id = await studio.AskAsync(photo, painting);
        await studio.UntilAsync(id, "finished");
        var again = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new { content = photo, styles = new[] { new { image = painting } }, options = new { size = 64, evaluations = 20 } });
        Assert.Equal(id, (await again.ShouldBeAsync(HttpStatusCode.OK))["id"]!.GetValue<string>());
        Assert.Equal($"/api/v1/jobs/{id}", again.Headers.Location!.ToString());
    }

    [Fact]
    public async Task PresetAndOptions_AreTakenTogether()
    {
        await using var studio = await Studio.StartAsync();
        var presets = (await (await studio.Client.GetAsync("/api/v1/presets")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray();
        var preset = presets[^1]!;
        var (photo, painting) = (await studio.AddAsync(Pictures.Png(1)), await studio.AddAsync(Pictures.Png(2)));
        var response = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new
        {
            kind = "stylize", content = photo, styles = new[] { new { image = painting, weight = 2 } }, preset = preset["name"]!.GetValue<string>(), options = new { seed = 7 },
        });
        var options = (await response.ShouldBeAsync(HttpStatusCode.Created))["options"]!;
        Assert.Equal(7, options["seed"]!.GetValue<int>());
        Assert.Equal(preset["values"]!["size"]!.GetValue<int>(), options["size"]!.GetValue<int>());
    }

    [Fact]
    public async Task Reconstruction_NeedsNoPainting()
    {
        await using var studio = await Studio.StartAsync();
        var picture = await studio.AddAsync(Pictures.Png());
        var response = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new { kind = "reconstruct", content = picture, options = new { size = 64, evaluations = 5 } });
        var id = (await response.ShouldBeAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
        Assert.Equal("reconstruct", (await studio.UntilAsync(id, "finished"))["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task PausedJob_GoesOn_AndACanceledOneDoesNot()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync(steps: 10_000);
        await studio.UntilAsync(id, "running");
        await PostAsync(studio, id, "pause", HttpStatusCode.OK);
        await studio.UntilAsync(id, "paused");
        await PostAsync(studio, id, "resume", HttpStatusCode.OK);
        await studio.UntilAsync(id, "running");
        await PostAsync(studio, id, "cancel", HttpStatusCode.OK);
        await studio.UntilAsync(id, "canceled");
        foreach (var action in new[] { "pause", "resume", "cancel" })
            await (await studio.Client.PostAsync($"/api/v1/jobs/{id}/{action}", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await (await studio.Client.GetAsync($"/api/v1/jobs/{id}/result")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Retry_IsANewJob_WithOtherOptions()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync();
        await studio.UntilAsync(id, "finished");
        var retry = await (await studio.Client.PostAsJsonAsync($"/api/v1/jobs/{id}/retry", new { options = new { seed = 5, evaluations = 5 } })).ShouldBeAsync(HttpStatusCode.Created);
        Assert.NotEqual(id, retry["id"]!.GetValue<string>());
        Assert.Equal((5, 64), (retry["options"]!["seed"]!.GetValue<int>(), retry["options"]!["size"]!.GetValue<int>()));
        await studio.UntilAsync(retry["id"]!.GetValue<string>(), "finished");
        // With nothing changed, the work is done already.
        await (await studio.Client.PostAsync($"/api/v1/jobs/{id}/retry", null)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task List_IsNewestFirst_InPages_ByState()
    {
        await using var studio = await Studio.StartAsync();
        var first = await studio.AskAsync(steps: 10_000, seed: 1);
        var second = await studio.AskAsync(steps: 10_000, seed: 3);
        var third = await studio.AskAsync(steps: 10_000, seed: 5);
        var page = await ListAsync(studio, "?limit=2");
        Assert.Equal([third, second], Ids(page));
        Assert.Equal([first], Ids(await ListAsync(studio, $"?limit=2&before={page["next"]}")));
        await PostAsync(studio, third, "cancel", HttpStatusCode.OK);
        Assert.Equal([third], Ids(await ListAsync(studio, "?state=canceled")));
        await (await studio.Client.GetAsync("/api/v1/jobs?state=nonsense")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        await (await studio.Client.GetAsync("/api/v1/jobs?limit=nonsense")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task DeletedJob_IsGone()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync();
        await studio.UntilAsync(id, "finished");
        await (await studio.Client.DeleteAsync($"/api/v1/jobs/{id}")).ShouldBeAsync(HttpStatusCode.NoContent);
        foreach (var path in new[] { "", "/losses", "/preview", "/result", "/thumbnail", "/events" })
            await (await studio.Client.GetAsync($"/api/v1/jobs/{id}{path}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("01k0000000000000000000000")]
    [InlineData("nonsense")]
    [InlineData("..%2f..%2fstudio.db")]
    public async Task UnknownJob_IsNotFound_WhateverIsAskedOfIt(string id)
    {
        await using var studio = await Studio.StartAsync();
        foreach (var path in new[] { "", "/losses", "/preview", "/result", "/thumbnail", "/events" })
            await (await studio.Client.GetAsync($"/api/v1/jobs/{id}{path}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        foreach (var action in new[] { "pause", "resume", "cancel", "retry" })
            await (await studio.Client.PostAsync($"/api/v1/jobs/{id}/{action}", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await studio.Client.DeleteAsync($"/api/v1/jobs/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("[]", "JSON")]
    [InlineData("null", "JSON")]
    [InlineData("{}", "content")]
    [InlineData("""{"content":null}""", "content")]
    [InlineData("""{"content":"IMAGE","contnet":1}""", "contnet")]
    [InlineData("""{"content":"IMAGE","content":"IMAGE"}""", "content")]
    [InlineData("""{"content":"IMAGE","kind":"sing"}""", "kind")]
    [InlineData("""{"content":"IMAGE","kind":7}""", "kind")]
    [InlineData("""{"content":"IMAGE"}""", "painting")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE","weight":-1}]}""", "eight")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE"}],"options":{"size":1}}""", "ize")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE"}],"options":{"size":"512"}}""", "ize")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE"}],"options":{"strenght":1}}""", "strenght")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE"}],"options":[]}""", "ptions")]
    [InlineData("""{"content":"IMAGE","styles":[{"image":"IMAGE"}],"preset":"nonsense"}""", "nonsense")]
    public async Task WrongRequest_IsRefused_NamingWhatIsWrong(string body, string named)
    {
        await using var studio = await Studio.StartAsync();
        var image = await studio.AddAsync(Pictures.Png());
        using var content = new StringContent(body.Replace("IMAGE", image, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var detail = await (await studio.Client.PostAsync("/api/v1/jobs", content)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains(named, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownImages_AndNetworks_AreRefused()
    {
        await using var studio = await Studio.StartAsync();
        var image = await studio.AddAsync(Pictures.Png());
        var network = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new
        {
            content = image, styles = new[] { new { image } }, options = new { network = "../../etc/passwd" },
        });
        Assert.Contains("network", await network.ShouldBeProblemAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
        var response = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new { content = NoImage, styles = new[] { new { image = NoImage } } });
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task BodyThatIsNoJson_OrTooLong_IsRefused()
    {
        await using var studio = await Studio.StartAsync();
        using var form = new FormUrlEncodedContent([new("content", NoImage)]);
        await (await studio.Client.PostAsync("/api/v1/jobs", form)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        await (await studio.Client.PostAsync("/api/v1/jobs", text)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        using var longer = new StringContent($$"""{"content":"{{new string('a', 1 << 20)}}"}""", Encoding.UTF8, "application/json");
        // Refused by its announced length: a client that does not wait may still be sending when the server hangs up.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = longer };
        request.Headers.ExpectContinue = true;
        await (await studio.Client.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task FullQueue_TakesNoMore_UntilLater()
    {
        await using var studio = await Studio.StartAsync(new() { MaxQueued = 1 });
        var running = await studio.AskAsync(steps: 10_000, seed: 1);
        await studio.UntilAsync(running, "running");
        var (photo, painting) = (await studio.AddAsync(Pictures.Png(1)), await studio.AddAsync(Pictures.Png(2)));
        await studio.AskAsync(photo, painting, steps: 9_999);
        var response = await studio.Client.PostAsJsonAsync("/api/v1/jobs", new { content = photo, styles = new[] { new { image = painting } } });
        await response.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
    }

    private static async Task PostAsync(Studio studio, string id, string action, HttpStatusCode status) =>
        await (await studio.Client.PostAsync($"/api/v1/jobs/{id}/{action}", null)).ShouldBeAsync(status);

    private static async Task<JsonNode> ListAsync(Studio studio, string query) =>
        await (await studio.Client.GetAsync($"/api/v1/jobs{query}")).ShouldBeAsync(HttpStatusCode.OK);

    private static IEnumerable<string> Ids(JsonNode page) => page["items"]!.AsArray().Select(job => job!["id"]!.GetValue<string>());
}
