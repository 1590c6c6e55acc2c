using Atelier.Imaging;
using Atelier.Stylization;

namespace Atelier.Jobs.Tests;

/// <summary>Several worker processes on one PostgreSQL.</summary>
public sealed class PostgresTests : IDisposable
{
    private const int Jobs = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task TwoHundredJobs_OnTwoWorkersOfWhichOneIsKilled_AreEachDoneOnce()
    {
        using var server = await PostgresServer.StartAsync();
        await using var host = await _studio.OpenAsync(options => options with { Database = server.Connection, MaxQueued = Jobs });
        var ids = new List<string>();
        for (var seed = 0; seed < Jobs; seed++)
            ids.Add((await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Size = 32, Evaluations = 6, Start = StartImage.Noise, Seed = seed }))).Job.Id);

        using var first = WorkerProcess.Start(_studio.Data, server.Connection);
        using var second = WorkerProcess.Start(_studio.Data, server.Connection);
        await UntilFinishedAsync(host, 60);
        first.Kill();
        await UntilFinishedAsync(host, Jobs);

        var finished = await FinishedAsync(host);
        Assert.Equal(ids.Order(StringComparer.Ordinal), finished.Select(job => job.Id).Order(StringComparer.Ordinal));
        Assert.Equal(Jobs, finished.Select(job => job.Result!.Key).Distinct().Count());
        var files = Directory.GetFiles(Path.Combine(_studio.Data, "results"));
        Assert.Equal(finished.Select(job => job.Result!.Key + ".png").Order(StringComparer.Ordinal), files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var file in files)
            ImageFile.Read(file).Dispose();
    }

    [Fact]
    public async Task Open_ByEightAtOnce_MakesTheTablesOnce()
    {
        using var server = await PostgresServer.StartAsync();
        var hosts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _studio.OpenAsync(options => options with { Database = server.Connection }))));
        var (job, _) = await hosts[0].Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        foreach (var host in hosts)
        {
            Assert.Equal(job, await host.Jobs.GetAsync(job.Id) with { Styles = job.Styles });
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Open_OfADatabaseThatIsNotThere_SaysSo()
    {
        var e = await Assert.ThrowsAsync<JobException>(() => _studio.OpenAsync(options => options with { Database = $"Host={_studio.Data};Timeout=3" }));
        Assert.Contains("PostgreSQL cannot be used", e.Message, StringComparison.Ordinal);
    }

    private static async Task UntilFinishedAsync(JobHost host, int count)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while ((await FinishedAsync(host)).Count < count)
            await Task.Delay(200, timeout.Token);
    }

    private static async Task<List<Job>> FinishedAsync(JobHost host)
    {
        Assert.Empty((await host.Jobs.ListAsync(JobState.Failed)).Items);
        return [.. (await host.Jobs.ListAsync(JobState.Finished, limit: Jobs)).Items];
    }
}
