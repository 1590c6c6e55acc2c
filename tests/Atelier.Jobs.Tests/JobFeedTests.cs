namespace Atelier.Jobs.Tests;

public sealed class JobFeedTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Listen_ToAJob_GivesItAtOnceThenItsChangesAndEndsWithIt()
    {
        await using var host = await _studio.OpenAsync();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Evaluations = 60 }));
        var seen = new List<Job>();
        await foreach (var change in host.Feed.ListenAsync(job.Id))
        {
            seen.Add(change.Job!);
            if (seen.Count == 1)
                host.StartWorkers();
        }
        Assert.Equal(JobState.Queued, seen[0].State);
        Assert.Equal(JobState.Finished, seen[^1].State);
        Assert.Equal(seen.Select(now => now.Revision).Distinct().Order(), seen.Select(now => now.Revision));
    }

    [Fact]
    public async Task Listen_HearsWhatAnotherProcessDoes()
    {
        // Another host on the same folder stands for another process: they share nothing but the database.
        await using var here = await _studio.OpenAsync();
        await using var there = await _studio.OpenAsync();
        var (job, _) = await here.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var states = new List<JobState?>();
        await foreach (var change in here.Feed.ListenAsync(job.Id))
        {
            states.Add(change.Job?.State);
            switch (change.Job?.State)
            {
                case JobState.Queued:
                    await there.Jobs.PauseAsync(job.Id);
                    break;
                case JobState.Paused:
                    await there.Jobs.DeleteAsync(job.Id);
                    break;
            }
        }
        Assert.Equal([JobState.Queued, JobState.Paused, null], states);
    }

    [Fact]
    public async Task Listen_ToAll_HearsEachJobAndThePlacesOfThoseThatWait()
    {
        await using var host = await _studio.OpenAsync();
        var (first, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var (second, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 2 }));
        await using var changes = host.Feed.ListenAsync().GetAsyncEnumerator();
        await UntilAsync(changes, change => change.JobId == second.Id && change.Job!.QueuePosition == 2);
        await host.Jobs.CancelAsync(first.Id);
        await UntilAsync(changes, change => change.JobId == second.Id && change.Job!.QueuePosition == 1);
    }

    [Fact]
    public async Task Listen_ToNoJob_IsRefused_AndEndsWithTheHost()
    {
        var host = await _studio.OpenAsync();
        await Assert.ThrowsAsync<JobException>(async () => await host.Feed.ListenAsync("none").GetAsyncEnumerator().MoveNextAsync());
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        await using var changes = host.Feed.ListenAsync(job.Id).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        var next = changes.MoveNextAsync();
        await host.DisposeAsync();
        Assert.False(await next);
    }

    private static async Task UntilAsync(IAsyncEnumerator<JobChange> changes, Func<JobChange, bool> condition)
    {
        do
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        while (!condition(changes.Current));
    }
}
