using System.Net;

namespace Atelier.Studio.Tests;

/// <summary>The program, stopped in the middle of a job.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);
    private static readonly Lazy<Task<byte[]>> Undisturbed = new(PaintUndisturbedAsync);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task StoppedStudio_EndsInTime_AndStartedAgain_PaintsTheSameBits(string signal)
    {
        using var disturbed = new TemporaryFolder();
        using var client = new HttpClient();
        var expected = await Undisturbed.Value;
        string id;
        using (var studio = await StudioProcess.StartAsync(disturbed["studio"]))
        {
            id = await AskAsync(client, studio);
            await UntilAsync(client, studio, id, change => change == "running", step => step > 20);
            studio.Signal(signal);
            Assert.Equal(130, await studio.EndAsync(LongestStop));
        }
        using (var studio = await StudioProcess.StartAsync(disturbed["studio"]))
        {
            await UntilAsync(client, studio, id, change => change == "finished");
            Assert.Equal(expected, await ResultAsync(client, studio, id));
        }
    }

    [Fact]
    public async Task UnsafeAddress_IsRefused_ByTheCommand()
    {
        var (code, error) = await StudioProcess.RefuseAsync("--urls", "http://0.0.0.0:0");
        Assert.Equal(1, code);
        Assert.Contains("--api-key", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShortKey_IsWrongUsage()
    {
        var (code, error) = await StudioProcess.RefuseAsync("--api-key", "secret");
        Assert.Equal(2, code);
        Assert.Contains("16 characters", error, StringComparison.Ordinal);
    }

    private static async Task<byte[]> PaintUndisturbedAsync()
    {
        using var undisturbed = new TemporaryFolder();
        using var client = new HttpClient();
        using var studio = await StudioProcess.StartAsync(undisturbed["studio"]);
        var job = await AskAsync(client, studio);
        await UntilAsync(client, studio, job, change => change == "finished");
        return await ResultAsync(client, studio, job);
    }

    private static async Task<string> AskAsync(HttpClient client, StudioProcess studio)
    {
        var photo = await AddAsync(client, studio, Pictures.Png(1, 96, 64));
        var painting = await AddAsync(client, studio, Pictures.Png(2, 96, 64));
        using var request = new StringContent(
            $$$"""{"content":"{{{photo}}}","styles":[{"image":"{{{painting}}}"}],"options":{"size":96,"evaluations":240,"start":"noise","seed":3}}""",
            System.Text.Encoding.UTF8, "application/json");
        var response = await client.PostAsync(new Uri(studio.Url, "/api/v1/jobs"), request);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
    }

    private static async Task<string> AddAsync(HttpClient client, StudioProcess studio, byte[] picture)
    {
        using var body = new ByteArrayContent(picture) { Headers = { ContentType = new("image/png") } };
        var response = await client.PostAsync(new Uri(studio.Url, "/api/v1/images"), body);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
    }

    private static async Task UntilAsync(HttpClient client, StudioProcess studio, string id, Func<string, bool> isState, Func<int, bool>? isStep = null)
    {
        await using var events = await Watching.OpenAsync(client, new Uri(studio.Url, $"/api/v1/jobs/{id}/events").ToString());
        while (await events.NextAsync() is var (_, job))
            if (isState(job["state"]!.GetValue<string>()) && (isStep is null || isStep(job["progress"]!["evaluation"]!.GetValue<int>())))
                return;
        Assert.Fail("The events ended before the job was there.");
    }

    private static async Task<byte[]> ResultAsync(HttpClient client, StudioProcess studio, string id) =>
        await client.GetByteArrayAsync(new Uri(studio.Url, $"/api/v1/jobs/{id}/result"));
}
