using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Atelier.Studio.Tests;

/// <summary>Events as a client sees them.</summary>
internal sealed class Watching : IAsyncDisposable
{
    // A test that waits for an event that does not come must fail, not hang.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private Watching(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Connects.</summary>
    public static async Task<Watching> OpenAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            Assert.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<(string Name, JsonNode Data)?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(LongestSilence)
            ? (_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!)
            : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Hangs up; the enumerator must not be asked any more.
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
