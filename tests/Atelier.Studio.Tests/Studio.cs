using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Jobs;

namespace Atelier.Studio.Tests;

/// <summary>A studio on a free port of loopback, with a client, in this process.</summary>
internal sealed class Studio : IAsyncDisposable
{
    // A server that answers before it reads is waited for, however busy the machine is.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder;
    private readonly StudioApp _app;

    private Studio(StudioApp app, TemporaryFolder folder)
    {
        (_app, _folder) = (app, folder);
        Client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Patience }) { BaseAddress = new Uri(app.Urls[0]) };
    }

    /// <summary>Asks the studio.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts one on a folder of its own.</summary>
    /// <param name="host">What jobs may take; its folder is not used.</param>
    /// <param name="options">Whom to let in; its addresses and host are not used.</param>
    public static async Task<Studio> StartAsync(JobHostOptions? host = null, StudioOptions? options = null)
    {
        var folder = new TemporaryFolder();
        options = (options ?? new()) with
        {
            Urls = ["http://127.0.0.1:0"],
            JobHost = (host ?? new()) with { DataFolder = folder["studio"] },
        };
        return new(await StudioApp.StartAsync(options), folder);
    }

    /// <summary>Stops taking requests and painting.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Every file that the studio keeps.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder["studio"], "*", SearchOption.AllDirectories);

    /// <summary>Sends a file as a form does.</summary>
    public async Task<HttpResponseMessage> UploadAsync(byte[] content, string name)
    {
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { file, "file", name } };
        return await Client.PostAsync("/api/v1/images", form);
    }

    /// <summary>Sends a file that must be taken, and gives its id.</summary>
    public async Task<string> AddAsync(byte[] content, string name = "picture.png")
    {
        var response = await UploadAsync(content, name);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
    }

    /// <summary>Asks for a small job with two new pictures.</summary>
    public async Task<string> AskAsync(int steps = 20, int size = 64, int seed = 0)
    {
        var (photo, painting) = (await AddAsync(Pictures.Png(seed)), await AddAsync(Pictures.Png(seed + 1)));
        return await AskAsync(photo, painting, steps, size);
    }

    /// <summary>Asks for a small job.</summary>
    public async Task<string> AskAsync(string photo, string painting, int steps = 20, int size = 64)
    {
        var response = await Client.PostAsJsonAsync("/api/v1/jobs", new { content = photo, styles = new[] { new { image = painting } }, options = new { size, evaluations = steps } });
        return (await response.ShouldBeAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
    }

    /// <summary>The job as it is.</summary>
    public async Task<JsonNode> JobAsync(string id) => await (await Client.GetAsync($"/api/v1/jobs/{id}")).ShouldBeAsync(HttpStatusCode.OK);

    /// <summary>Watches the job until it is in a state, by its events.</summary>
    public async Task<JsonNode> UntilAsync(string id, string state)
    {
        await using var events = await Watching.OpenAsync(Client, $"/api/v1/jobs/{id}/events");
        while (await events.NextAsync() is { } change)
            if (change.Data["state"]!.GetValue<string>() == state)
                return change.Data;
        Assert.Fail($"The events ended before the job was {state}: {await JobAsync(id)}");
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
