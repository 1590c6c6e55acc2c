using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Chaos;

/// <summary>What a studio holds after many jobs and requests: no more than after a few.</summary>
public static class Endurance
{
    private const int Portions = 10;

    /// <summary>Has a studio do small jobs, each another, and answer requests, good and bad ones, and looks at it ten times on the way.</summary>
    /// <param name="jobs">How many; a multiple of ten.</param>
    /// <param name="requests">Likewise.</param>
    /// <param name="progress">Told of each look.</param>
    public static async Task<EnduranceReport> RunAsync(int jobs, int requests, Action<string>? progress = null)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-endurance-").FullName;
        try
        {
            using var running = Running.Start(Surroundings.Plain, "studio", "--no-browser", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, "data"), "--threads", "1", "--json");
            using var client = new HttpClient { BaseAddress = new(await running.FirstAsync("url")) };
            var image = await AddAsync(client, folder);
            List<Holding> holdings = [];
            for (var portion = 0; portion < Portions; portion++)
            {
                for (var job = 0; job < jobs / Portions; job++)
                    await PaintAsync(client, image, seed: portion * jobs / Portions + job);
                for (var request = 0; request < requests / Portions; request++)
                    using (await client.GetAsync(Address(request, image)))
                    {
                    }
                holdings.Add(Holding.Of(running.Id, (portion + 1) * jobs / Portions, (portion + 1) * requests / Portions));
                progress?.Invoke(holdings[^1].ToString());
            }
            running.Signal("TERM");
            await running.EndAsync();
            return new(holdings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Address(int request, string image) => (request % 6) switch
    {
        0 => "/api/v1/jobs?limit=20",
        1 => $"/api/v1/images/{image}/thumbnail?size=64",
        2 => "/api/v1/status",
        3 => "/api/v1/jobs/nobody",
        4 => "/api/v1/jobs?limit=-1",
        _ => "/",
    };

    private static async Task<string> AddAsync(HttpClient client, string folder)
    {
        using (var picture = rand(1, 3, 32, 32))
            ImageFile.Write(Path.Combine(folder, "a.png"), picture);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(File.ReadAllBytes(Path.Combine(folder, "a.png"))), "file", "a.png" } };
        using var answer = await client.PostAsync("/api/v1/images", form);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    private static async Task PaintAsync(HttpClient client, string image, int seed)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/jobs", new { content = image, styles = new[] { new { image } }, options = new { size = 32, evaluations = 1, seed, start = "noise" } });
        var id = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        for (var state = ""; state != "finished"; await Task.Delay(5))
        {
            state = JsonNode.Parse(await client.GetStringAsync($"/api/v1/jobs/{id}"))!["state"]!.GetValue<string>();
            if (state is "failed" or "canceled")
                throw new InvalidOperationException($"Job {id} is {state}.");
        }
    }
}

/// <summary>What a process holds.</summary>
/// <param name="Jobs">That it has done.</param>
/// <param name="Requests">That it has answered beside them.</param>
/// <param name="Files">Open files, sockets and the like.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Mebibytes">Resident memory.</param>
public sealed record Holding(int Jobs, int Requests, int Files, int Threads, double Mebibytes)
{
    internal static Holding Of(int process, int jobs, int requests) => new(
        jobs, requests, Directory.GetFiles($"/proc/{process}/fd").Length, Directory.GetDirectories($"/proc/{process}/task").Length,
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024);
}

/// <summary>What it held ten times on the way.</summary>
/// <param name="Holdings">In order.</param>
public sealed record EnduranceReport(IReadOnlyList<Holding> Holdings)
{
    /// <summary>In Markdown.</summary>
    public string Table => $"| jobs | requests | files | threads | MiB |\n| --- | --- | --- | --- | --- |\n{string.Concat(Holdings.Select(at => FormattableString.Invariant($"| {at.Jobs} | {at.Requests} | {at.Files} | {at.Threads} | {at.Mebibytes:0} |\n")))}";

    /// <summary>What grew from the third look to the last, in sentences; by then, all is warm.</summary>
    public IReadOnlyList<string> Growth
    {
        get
        {
            var (early, late) = (Holdings[2], Holdings[^1]);
            List<string> growth = [];
            if (late.Files > early.Files + 8)
                growth.Add($"open files grew from {early.Files} to {late.Files}");
            if (late.Threads > early.Threads + 8)
                growth.Add($"threads grew from {early.Threads} to {late.Threads}");
            if (late.Mebibytes > 1.1 * early.Mebibytes + 16)
                growth.Add(FormattableString.Invariant($"memory grew from {early.Mebibytes:0} to {late.Mebibytes:0} MiB"));
            return growth;
        }
    }
}
