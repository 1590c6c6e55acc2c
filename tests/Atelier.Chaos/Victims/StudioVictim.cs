using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Chaos;

/// <summary><c>atelier studio</c> with jobs: however often it is killed, each is finished once, with the same result to the byte.</summary>
internal sealed class StudioVictim(string folder) : Victim("studio", folder)
{
    private const int Jobs = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private byte[][] _expected = [];
    private byte[][] _results = [];
    private int _port;

    // A server goes on until somebody stops it.
    public override int DoneCode => 130;

    public override bool IsDone => _results.Length == Jobs;

    private string Data => Path.Combine(Folder, "data");

    public override async Task PrepareAsync()
    {
        foreach (var name in new[] { "photo", "painting" })
        {
            using var image = rand(1, 3, 48, 48);
            ImageFile.Write(Path.Combine(Folder, $"{name}.png"), image);
        }
        Begin();
        using (var running = Start(Surroundings.Plain))
            await FinishAsync(running);
        _expected = IsDone ? _results : throw new InvalidOperationException("The undisturbed run failed.");
    }

    public override void Begin()
    {
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        _results = [];
    }

    public override Running Start(Surroundings surroundings)
    {
        using (var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        }
        return Running.Start(surroundings, "studio", "--no-browser", "--urls", $"http://127.0.0.1:{_port}", "--data", Data, "--threads", "1", "--json");
    }

    public override async Task<(int ExitCode, string Error)?> FinishAsync(Running running)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_port}"), Timeout = TimeSpan.FromSeconds(20) };
        for (var start = Stopwatch.GetTimestamp(); !running.HasEnded && Stopwatch.GetElapsedTime(start) < Patience;)
        {
            try
            {
                if (await AskAsync(client))
                {
                    running.Signal("TERM");
                    break;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // It does not listen yet, or no longer, or its disk is full.
            }
            await Task.Delay(50);
        }
        return await running.EndAsync();
    }

    // Asks for what has not been asked for yet, and again for what failed on a starved machine. Whether all is finished.
    private async Task<bool> AskAsync(HttpClient client)
    {
        List<byte[]> results = [];
        for (var seed = 0; seed < Jobs; seed++)
        {
            var jobs = JsonNode.Parse(await client.GetStringAsync("/api/v1/jobs?limit=200"))!["items"]!.AsArray().Where(job => job!["options"]!["seed"]!.GetValue<long>() == seed).ToList();
            if (jobs.FirstOrDefault(job => State(job!) == "finished") is { } finished)
                results.Add(await client.GetByteArrayAsync($"/api/v1/jobs/{finished["id"]!.GetValue<string>()}/result"));
            else if (jobs.All(job => State(job!) == "failed"))
                await CreateAsync(client, seed);
        }
        if (results.Count < Jobs)
            return false;
        _results = [.. results];
        return true;
    }

    private async Task CreateAsync(HttpClient client, int seed)
    {
        var (photo, painting) = (await AddAsync(client, "photo.png"), await AddAsync(client, "painting.png"));
        using var answer = await client.PostAsJsonAsync("/api/v1/jobs", new { content = photo, styles = new[] { new { image = painting } }, options = new { size = 48, evaluations = 60, seed, start = "noise" } });
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> AddAsync(HttpClient client, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(File.ReadAllBytes(Path.Combine(Folder, name))), "file", name } };
        using var answer = await client.PostAsync("/api/v1/images", form);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    private static string State(JsonNode job) => job["state"]!.GetValue<string>();

    public override IEnumerable<string> Broken() => [];

    public override IEnumerable<string> Wrong()
    {
        for (var job = 0; job < Jobs; job++)
            if (!_results[job].AsSpan().SequenceEqual(_expected[job]))
                yield return $"the result of job {job} is another than that of an undisturbed studio";
    }
}
