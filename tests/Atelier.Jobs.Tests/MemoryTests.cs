namespace Atelier.Jobs.Tests;

public sealed class MemoryTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Worker_ThatDoesJobAfterJob_DoesNotGrow()
    {
        await using var host = await _studio.OpenAsync();
        using var worker = WorkerProcess.Start(_studio.Data);
        await DoAsync(host, 0, 30);
        var before = worker.ResidentMebibytes();
        await DoAsync(host, 30, 20);
        // A job's own tensors and buffers take about 25 MB: one that stayed of each would show.
        Assert.InRange(worker.ResidentMebibytes() - before, double.MinValue, 60);
    }

    // Of changing sizes, as people ask for them.
    private static async Task DoAsync(JobHost host, int from, int count)
    {
        var last = "";
        for (var at = from; at < from + count; at++)
        {
            var options = TestStudio.Small with { Size = 96 + 16 * (at % 5), Evaluations = 8, Strength = 1 + at };
            last = (await host.Jobs.CreateAsync(TestStudio.Request(options))).Job.Id;
        }
        await TestStudio.UntilAsync(host, last, JobState.Finished);
    }
}
