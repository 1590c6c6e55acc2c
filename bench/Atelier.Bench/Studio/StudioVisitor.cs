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
    private static readonly string[] s_small = ["status", "jobs?limit=20", "images", "presets", "networks", "jobs/{job}", "jobs/{job}/losses", "jobs/{job}/thumbnail"];

    /// <summary>Milliseconds of each small request.</summary>
    public List<double> Small { get; } = [];

    /// <summary>Milliseconds of each upload.</summary>
    public List<double> Uploads { get; } = [];

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
            if (request % RequestsPerUpload == 0)
                await TimeAsync(Uploads, () => client.PostAsync("images", Body(photo, random.Next()), stop), stop);
            else
                await TimeAsync(Small, () => client.GetAsync(s_small[random.Next(s_small.Length)].Replace("{job}", job, StringComparison.Ordinal), stop), stop);
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

    private async Task TimeAsync(List<double> times, Func<Task<HttpResponseMessage>> ask, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var response = await ask();
            _ = await response.Content.ReadAsByteArrayAsync(stop);
            times.Add(clock.Elapsed.TotalMilliseconds);
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
