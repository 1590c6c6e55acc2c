using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Atelier.Bench.Studio;

/// <summary>One of many who list, look, upload and watch at a person's pace.</summary>
/// <param name="client">The way to the studio, shared by all.</param>
/// <param name="job">The job that is watched.</param>
/// <param name="number">Makes each visitor's doings differ, and the same from run to run.</param>
internal sealed class StudioVisitor(HttpClient client, string job, int number)
{
    private const int RequestsPerUpload = 12;
    private static readonly string[] Small = ["status", "jobs?limit=20", "images", "presets", "networks", "jobs/{job}", "jobs/{job}/losses", "jobs/{job}/thumbnail"];

    /// <summary>What an upload is called among the requests.</summary>
    public const string Upload = "upload";

    /// <summary>What was asked, and the milliseconds until it was answered.</summary>
    public List<(string What, double Milliseconds)> Requests { get; } = [];

    /// <summary>Events that came.</summary>
    public int Events { get; private set; }

    /// <summary>Answers that were no success, and requests that had none.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Visits until stopped.</summary>
    /// <param name="photo">A JPEG to upload, made different each time.</param>
    /// <param name="stop">Ends the visit.</param>
    public Task VisitAsync(byte[] photo, CancellationToken stop) => Task.WhenAll(WatchAsync(stop), AskAsync(photo, stop));

    private async Task AskAsync(byte[] photo, CancellationToken stop)
    {
#pragma warning disable CA5394 // Nothing here is secret.
        var random = new Random(number);
        for (var request = random.Next(RequestsPerUpload); !stop.IsCancellationRequested; request++)
        {
            await Task.Delay(random.Next(500, 1500), CancellationToken.None);
            var what = request % RequestsPerUpload == 0 ? Upload : Small[random.Next(Small.Length)];
            await TimeAsync(what, () => what == Upload
                ? client.PostAsync("images", Body(photo, random.Next()), stop)
                : client.GetAsync(what.Replace("{job}", job, StringComparison.Ordinal), stop), stop);
        }
#pragma warning restore CA5394
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            using var response = await client.GetAsync($"jobs/{job}/events", HttpCompletionOption.ResponseHeadersRead, stop);
            using var reader = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stop));
            while (await reader.ReadLineAsync(stop) is { } line)
                Events += line.StartsWith("data:", StringComparison.Ordinal) && JsonNode.Parse(line[5..]) is not null ? 1 : 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The visit is over.
        }
        catch (HttpRequestException e)
        {
            Errors.Add($"events: {e.Message}");
        }
    }

    private async Task TimeAsync(string what, Func<Task<HttpResponseMessage>> ask, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var response = await ask();
            _ = await response.Content.ReadAsByteArrayAsync(stop);
            Requests.Add((what, clock.Elapsed.TotalMilliseconds));
            if (!response.IsSuccessStatusCode)
                Errors.Add($"{response.RequestMessage!.RequestUri!.AbsolutePath}: {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The visit is over.
        }
        catch (HttpRequestException e)
        {
            Errors.Add(e.Message);
        }
    }

    // A JPEG's comment, right after its first marker, makes another file of it.
    private static ByteArrayContent Body(byte[] photo, int salt)
    {
        byte[] comment = [0xff, 0xfe, 0, 6, .. BitConverter.GetBytes(salt)];
        return new([.. photo[..2], .. comment, .. photo[2..]]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
    }
}
