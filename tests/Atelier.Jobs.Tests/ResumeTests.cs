namespace Atelier.Jobs.Tests;

/// <summary>A job that was interrupted ends as one that was not, bit for bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly JobRequest Request = TestStudio.Request(TestStudio.Long);
    private static readonly Lazy<Task<byte[]>> Uninterrupted = new(() => TestStudio.UninterruptedAsync(Request));
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Job_PausedAndResumed_EndsBitForBitAsUninterrupted()
    {
        var expected = await Uninterrupted.Value;
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(Request);
        await TestStudio.UntilAsync(host, job.Id, now => now.Progress.Evaluation > 200);
        await host.Jobs.PauseAsync(job.Id);
        var paused = await TestStudio.UntilAsync(host, job.Id, JobState.Paused);
        Assert.InRange(paused.Progress.Evaluation, 200, 699);
        Assert.Null(paused.Progress.Rate);
        await host.Jobs.ResumeAsync(job.Id);
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Null(finished.Progress.Note);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await host.Results.FileAsync(job.Id)));
        Assert.Equal(700, (await host.Jobs.LossesAsync(job.Id)).Evaluations[^1]);
    }

    [Fact]
    public async Task Job_WhosePictureNoLongerChanges_FinishesEarlyAndSaysSo()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(new() { Size = 32, Evaluations = 10_000 }));
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Equal("It ended early, as nothing visible changed any more.", finished.Progress.Note);
        Assert.InRange(finished.Progress.Evaluation, 40, 9_999);
        Assert.Equal(1, finished.Progress.Part);
    }

    [Fact]
    public async Task Job_WhoseStudioStopsAndStartsAgain_EndsBitForBitAsUninterrupted()
    {
        var expected = await Uninterrupted.Value;
        string id;
        await using (var host = await _studio.OpenAsync())
        {
            host.StartWorkers();
            id = (await host.Jobs.CreateAsync(Request)).Job.Id;
            await TestStudio.UntilAsync(host, id, now => now.Progress.Evaluation > 200);
            await host.StopWorkersAsync();
            Assert.Equal(JobState.Queued, (await host.Jobs.GetAsync(id)).State);
        }
        await using var again = await _studio.OpenAsync();
        again.StartWorkers();
        await TestStudio.UntilAsync(again, id, JobState.Finished);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await again.Results.FileAsync(id)));
    }

    [Fact]
    public async Task Job_WhoseProcessIsKilled_ResumesFromItsCheckpointAndEndsBitForBitAsUninterrupted()
    {
        var expected = await Uninterrupted.Value;
        await using var host = await _studio.OpenAsync();
        var (job, _) = await host.Jobs.CreateAsync(Request);
        var checkpoint = Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors");
        using (var first = WorkerProcess.Start(_studio.Data))
        {
            await TestStudio.UntilAsync(host, job.Id, now => File.Exists(checkpoint) && now.Progress.Evaluation > 100);
            first.Kill();
        }
        Assert.Equal(JobState.Running, (await host.Jobs.GetAsync(job.Id)).State);
        using var second = WorkerProcess.Start(_studio.Data);
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Null(finished.Progress.Note);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await host.Results.FileAsync(job.Id)));
        Assert.False(File.Exists(checkpoint));
    }

    [Fact]
    public async Task Job_WhoseProcessDiesTwiceAtTheSamePlace_IsSetAside()
    {
        await using var host = await _studio.OpenAsync();
        // The first evaluation of so large a picture takes longer than a kill.
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(new() { Size = 1024, Levels = 1, Evaluations = 100 }));
        for (var death = 0; death < 2; death++)
        {
            using var process = WorkerProcess.Start(_studio.Data);
            await TestStudio.UntilAsync(host, job.Id, now => now.State is JobState.Running && now.Revision > 1 + 2 * death);
            process.Kill();
        }
        host.StartWorkers();
        var failed = await TestStudio.UntilAsync(host, job.Id, JobState.Failed);
        Assert.StartsWith("The job ended its process twice at the same place", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a checkpoint")]
    [InlineData("")]
    public async Task Job_WithADamagedCheckpoint_StartsOverAndSaysSo(string content)
    {
        await using var host = await _studio.OpenAsync();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id));
        await File.WriteAllTextAsync(Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors"), content);
        host.StartWorkers();
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Contains("started over", finished.Progress.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithTheCheckpointOfAnother_StartsOverAndSaysSo()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (other, _) = await host.Jobs.CreateAsync(Request);
        await TestStudio.UntilAsync(host, other.Id, now => now.Progress.Evaluation > 50);
        await host.Jobs.PauseAsync(other.Id);
        await TestStudio.UntilAsync(host, other.Id, JobState.Paused);
        await host.StopWorkersAsync();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id));
        File.Copy(
            Path.Combine(_studio.Data, "jobs", other.Id, "checkpoint.safetensors"), Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors"));
        host.StartWorkers();
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Contains("started over", finished.Progress.Note, StringComparison.Ordinal);
    }
}
