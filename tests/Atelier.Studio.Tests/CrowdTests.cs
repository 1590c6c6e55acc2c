using System.Net;

namespace Atelier.Studio.Tests;

/// <summary>Many at once; how fast they are served is for the benchmark <c>studio</c> to say.</summary>
public sealed class CrowdTests
{
    private const int Clients = 50;
    private const int Rounds = 5;

    [Fact]
    public async Task FiftyClients_ListUploadAndWatch_WhileTwoJobsRun_WithoutAnError()
    {
        await using var studio = await Studio.StartAsync(new() { Workers = 2, Threads = 1 });
        string[] jobs = [await studio.AskAsync(steps: 10_000, size: 128, seed: 1), await studio.AskAsync(steps: 10_000, size: 128, seed: 3)];
        foreach (var job in jobs)
            await studio.UntilAsync(job, "running");
        var pictures = Enumerable.Range(0, Clients).Select(client => Pictures.Png(100 + client)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => VisitAsync(studio, jobs[client % 2], pictures[client]))));
        Assert.All(await Task.WhenAll(jobs.Select(studio.JobAsync)), job => Assert.Equal("running", job["state"]!.GetValue<string>()));
    }

    private static async Task VisitAsync(Studio studio, string job, byte[] picture)
    {
        await using var events = await Watching.OpenAsync(studio.Client, $"/api/v1/jobs/{job}/events");
        var image = await studio.AddAsync(picture);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var path in new[] { "status", "jobs", "images", "presets", $"jobs/{job}", $"images/{image}/thumbnail", $"jobs/{job}/losses" })
            {
                using var response = await studio.Client.GetAsync($"/api/v1/{path}");
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode}");
            }
            Assert.Equal(job, (await events.NextAsync())!.Value.Data["id"]!.GetValue<string>());
        }
    }
}
