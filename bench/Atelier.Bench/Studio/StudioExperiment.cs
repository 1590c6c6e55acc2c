using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Bench.Harness;

namespace Atelier.Bench.Studio;

/// <summary>How the studio serves fifty visitors while it paints two pictures on the same cores.</summary>
internal static class StudioExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "studio";

    /// <summary>Pictures painted meanwhile.</summary>
    public const int Jobs = 2;

    private const int Visitors = 50;
    private const int Seconds = 60;
    private const int QuietSeconds = 15;

    /// <summary>Runs it, prints a table, and writes it where a folder is given.</summary>
    /// <param name="photo">A photo to upload.</param>
    /// <param name="folder">Where to write <c>studio.md</c>; null for nowhere.</param>
    public static async Task<int> RunAsync(string photo, string? folder)
    {
        var data = Directory.CreateTempSubdirectory("atelier-bench-");
        try
        {
            using var server = await StudioServer.StartAsync(data.FullName);
            using var client = new HttpClient { BaseAddress = new Uri(server.Url, "/api/v1/") };
            var jobs = await AskAsync(client);
            await UntilLastLevelAsync(client, jobs);
            var alone = await RateAsync(client, jobs, QuietSeconds);
            var before = await server.MemoryAsync();
            var visitors = Enumerable.Range(0, Visitors).Select(number => new StudioVisitor(client, jobs[number % Jobs], number)).ToArray();
            var bytes = await File.ReadAllBytesAsync(photo);
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(Seconds));
            var visits = Task.WhenAll(visitors.Select(visitor => visitor.VisitAsync(bytes, stop.Token)));
            var busy = await RateAsync(client, jobs, Seconds / 2);
            var halfWay = await server.MemoryAsync();
            await visits;
            var after = await server.MemoryAsync();
            var text = Describe(visitors, (alone, busy), [before.Now, halfWay.Now, after.Now, after.Peak]);
            Console.Write(text);
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.md"), text);
            }
            foreach (var error in visitors.SelectMany(visitor => visitor.Errors).Distinct().Take(10))
                Console.Error.WriteLine(error);
            return visitors.Any(visitor => visitor.Errors.Count > 0) ? 1 : 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // A job takes more memory with each size of its pyramid: what the visitors take shows only at the last.
    private static async Task UntilLastLevelAsync(HttpClient client, string[] jobs)
    {
        foreach (var job in jobs)
        {
            JsonNode progress;
            do
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                progress = (await client.GetFromJsonAsync<JsonNode>($"jobs/{job}"))!["progress"]!;
            }
            while (progress["level"]!.GetValue<int>() is 0 || progress["level"]!.GetValue<int>() < progress["levels"]!.GetValue<int>());
        }
    }

    // Long enough not to end before the visitors leave.
    private static async Task<string[]> AskAsync(HttpClient client)
    {
        var samples = (await client.GetFromJsonAsync<JsonNode>("images"))!["items"]!.AsArray();
        string Id(string role) => samples.First(image => image!["role"]!.GetValue<string>() == role)!["id"]!.GetValue<string>();
        var jobs = new string[Jobs];
        for (var job = 0; job < Jobs; job++)
        {
            var response = await client.PostAsJsonAsync("jobs", new
            {
                content = Id("content"), styles = new[] { new { image = Id("style") } }, options = new { size = 512, evaluations = 6000, seed = job },
            });
            jobs[job] = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();
        }
        return jobs;
    }

    // Evaluations a second of all jobs together.
    private static async Task<double> RateAsync(HttpClient client, string[] jobs, int seconds)
    {
        async Task<int> StepsAsync()
        {
            var steps = 0;
            foreach (var job in jobs)
                steps += (await client.GetFromJsonAsync<JsonNode>($"jobs/{job}"))!["progress"]!["step"]!.GetValue<int>();
            return steps;
        }
        var first = await StepsAsync();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return (await StepsAsync() - first) / (double)seconds;
    }

    private static string Describe(StudioVisitor[] visitors, (double Alone, double Busy) rates, double[] memory)
    {
        var requests = visitors.SelectMany(visitor => visitor.Requests).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"""
            # studio

            {Visitors} visitors for {Seconds} s, each with an event stream open, a small request a second and an upload of every twelfth, while {Jobs} jobs
            of 512 pixels run; visitors, server and jobs share the cores

            {Machine.Description}

            | requests | count | median ms | p99 ms | longest ms |
            | --- | --- | --- | --- | --- |
            {Row("all small ones", requests.Where(request => request.What != StudioVisitor.Upload))}
            {string.Join('\n', requests.GroupBy(request => request.What).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, group)))}

            Errors: {visitors.Sum(visitor => visitor.Errors.Count)}. Events: {visitors.Sum(visitor => visitor.Events)}, {visitors.Sum(visitor => visitor.Events) / (double)(Visitors * Seconds):0.0} a second and visitor.
            The jobs made {rates.Alone:0.0} evaluations a second without visitors and {rates.Busy:0.0} with them.
            The server's memory: {memory[0]:0} MiB before, {memory[1]:0} half way, {memory[2]:0} at the end, {memory[3]:0} at the peak.

            """);
    }

    private static string Row(string name, IEnumerable<(string What, double Milliseconds)> requests)
    {
        var sorted = requests.Select(request => request.Milliseconds).Order().ToArray();
        double At(double part) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {sorted.Length} | {At(0.5):0} | {At(0.99):0} | {At(1):0} |");
    }
}
