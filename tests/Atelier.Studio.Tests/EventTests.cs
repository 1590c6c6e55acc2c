using System.Diagnostics;
using System.Net;

namespace Atelier.Studio.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task WatchedJob_IsSeenAtOnce_MovesOn_AndEnds()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync(steps: 300);
        await using var events = await Watching.OpenAsync(studio.Client, $"/api/v1/jobs/{id}/events");
        List<(string State, int Step, double Loss)> seen = [];
        while (await events.NextAsync() is var (name, job))
        {
            Assert.Equal(("job", id), (name, job["id"]!.GetValue<string>()));
            seen.Add((job["state"]!.GetValue<string>(), job["progress"]!["evaluation"]!.GetValue<int>(), job["progress"]!["loss"]?.GetValue<double>() ?? 0));
        }
        Assert.Equal("finished", seen[^1].State);
        Assert.Equal(300, seen[^1].Step);
        Assert.Equal(seen.Select(at => at.Step).Order(), seen.Select(at => at.Step));
        Assert.Contains(seen, at => at is { State: "running", Step: > 0 and < 300, Loss: > 0 });
    }

    [Fact]
    public async Task FinishedJob_IsSeenOnce()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync();
        await studio.UntilAsync(id, "finished");
        await using var events = await Watching.OpenAsync(studio.Client, $"/api/v1/jobs/{id}/events");
        Assert.Equal("finished", (await events.NextAsync())!.Value.Data["state"]!.GetValue<string>());
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task AllJobs_AreSeen_ComingAndGoing()
    {
        await using var studio = await Studio.StartAsync();
        await using var events = await Watching.OpenAsync(studio.Client, "/api/v1/events");
        var id = await studio.AskAsync();
        while ((await events.NextAsync())!.Value is var (name, job) && job["state"]!.GetValue<string>() != "finished")
            Assert.Equal(("job", id), (name, job["id"]!.GetValue<string>()));
        await studio.Client.DeleteAsync($"/api/v1/jobs/{id}");
        var last = (await events.NextAsync())!.Value;
        while (last.Name == "job")
            last = (await events.NextAsync())!.Value;
        Assert.Equal(("deleted", $$"""{"id":"{{id}}"}"""), (last.Name, last.Data.ToJsonString()));
    }

    [Fact]
    public async Task Watchers_AreLimited_AndMakeRoomWhenTheyLeave()
    {
        await using var studio = await Studio.StartAsync(options: new() { Limits = new() { MaxEventStreams = 2 } });
        await using var first = await Watching.OpenAsync(studio.Client, "/api/v1/events");
        await using (await Watching.OpenAsync(studio.Client, "/api/v1/events"))
        {
            var response = await studio.Client.GetAsync("/api/v1/events");
            await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(response.Headers.RetryAfter);
        }
        // The server notices the hang-up a moment later.
        for (var wait = Stopwatch.StartNew(); ;)
        {
            // One that is not disposed would keep its connection, of which the server has so many.
            using var again = await studio.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
            if (again.StatusCode == HttpStatusCode.OK)
                break;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
            Assert.True(wait.Elapsed < TimeSpan.FromMinutes(1), "The server did not notice that a watcher left.");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task StoppingStudio_EndsTheStreams()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AskAsync(steps: 10_000);
        await using var one = await Watching.OpenAsync(studio.Client, $"/api/v1/jobs/{id}/events");
        await using var all = await Watching.OpenAsync(studio.Client, "/api/v1/events");
        await studio.StopAsync();
        while (await one.NextAsync() is not null)
        {
        }
        while (await all.NextAsync() is not null)
        {
        }
    }
}
