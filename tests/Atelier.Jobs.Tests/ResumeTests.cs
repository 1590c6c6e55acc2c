using Atelier.Jobs.States;

namespace Atelier.Jobs.Tests;

/// <summary>A job that was interrupted ends as one that was not, bit for bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly JobRequest s_request = TestStudio.Request(TestStudio.Long);
    private static readonly Lazy<Task<byte[]>> s_uninterrupted = new(() => TestStudio.UninterruptedAsync(s_request));
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    [NoTensorLeaks]
    public async Task Job_PausedAndResumed_EndsBitForBitAsUninterrupted()
    {
        var expected = await s_uninterrupted.Value;
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (job, _) = await workshop.Jobs.CreateAsync(s_request);
        await TestStudio.UntilAsync(workshop, job.Id, now => now.Progress.Step > 200);
        await workshop.Jobs.PauseAsync(job.Id);
        var paused = await TestStudio.UntilAsync(workshop, job.Id, JobState.Paused);
        Assert.InRange(paused.Progress.Step, 200, 899);
        Assert.Null(paused.Progress.Rate);
        await workshop.Jobs.ResumeAsync(job.Id);
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Null(finished.Note);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await workshop.Results.FileAsync(job.Id)));
        Assert.Equal(900, (await workshop.Jobs.LossesAsync(job.Id)).Steps[^1]);
    }

    [Fact]
    public async Task Job_WhoseStudioStopsAndStartsAgain_EndsBitForBitAsUninterrupted()
    {
        var expected = await s_uninterrupted.Value;
        string id;
        await using (var workshop = await _studio.OpenAsync())
        {
            workshop.StartWorkers();
            id = (await workshop.Jobs.CreateAsync(s_request)).Job.Id;
            await TestStudio.UntilAsync(workshop, id, now => now.Progress.Step > 200);
            await workshop.StopWorkersAsync();
            Assert.Equal(JobState.Queued, (await workshop.Jobs.GetAsync(id)).State);
        }
        await using var again = await _studio.OpenAsync();
        again.StartWorkers();
        await TestStudio.UntilAsync(again, id, JobState.Finished);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await again.Results.FileAsync(id)));
    }

    [Fact]
    public async Task Job_WhoseProcessIsKilled_IsTakenUpFromItsCheckpointAndEndsBitForBitAsUninterrupted()
    {
        var expected = await s_uninterrupted.Value;
        await using var workshop = await _studio.OpenAsync();
        var (job, _) = await workshop.Jobs.CreateAsync(s_request);
        var checkpoint = Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors");
        using (var first = WorkerProcess.Start(_studio.Data))
        {
            await TestStudio.UntilAsync(workshop, job.Id, now => File.Exists(checkpoint) && now.Progress.Step > 100);
            first.Kill();
        }
        Assert.Equal(JobState.Running, (await workshop.Jobs.GetAsync(job.Id)).State);
        using var second = WorkerProcess.Start(_studio.Data);
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Null(finished.Note);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await workshop.Results.FileAsync(job.Id)));
        Assert.False(File.Exists(checkpoint));
    }

    [Theory]
    [InlineData("not a checkpoint")]
    [InlineData("")]
    public async Task Job_WithADamagedCheckpoint_BeginsAnewAndSaysSo(string content)
    {
        await using var workshop = await _studio.OpenAsync();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id));
        await File.WriteAllTextAsync(Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors"), content);
        workshop.StartWorkers();
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Contains("began anew", finished.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithTheCheckpointOfAnother_BeginsAnewAndSaysSo()
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (other, _) = await workshop.Jobs.CreateAsync(s_request);
        await TestStudio.UntilAsync(workshop, other.Id, now => now.Progress.Step > 50);
        await workshop.Jobs.PauseAsync(other.Id);
        await TestStudio.UntilAsync(workshop, other.Id, JobState.Paused);
        await workshop.StopWorkersAsync();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id));
        File.Copy(
            Path.Combine(_studio.Data, "jobs", other.Id, "checkpoint.safetensors"), Path.Combine(_studio.Data, "jobs", job.Id, "checkpoint.safetensors"));
        workshop.StartWorkers();
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Contains("began anew", finished.Note, StringComparison.Ordinal);
    }
}
