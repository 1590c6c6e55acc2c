using Atelier.Imaging;
using Atelier.Stylization;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Jobs.Tests;

/// <summary>A data folder of a test's own, with two small pictures; opened as often as the test likes.</summary>
internal sealed class TestStudio : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-jobs-").FullName;

    /// <summary>The data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>A job that takes a part of a second.</summary>
    public static StylizationRequest Small => new() { Size = 64, Evaluations = 12 };

    /// <summary>A job that takes so long that something can be done to it meanwhile: with other losses its picture stands still before the end.</summary>
    public static StylizationRequest Long => new() { Size = 96, Evaluations = 700, StyleLoss = StyleLoss.Gram };

    public Task<JobHost> OpenAsync(Func<JobHostOptions, JobHostOptions>? with = null)
    {
        var options = new JobHostOptions { DataFolder = Data, Lease = TimeSpan.FromSeconds(5) };
        return JobHost.OpenAsync(with is null ? options : with(options));
    }

    /// <summary>A PNG of that size and color.</summary>
    public byte[] Picture(int width = 48, int height = 40, float shade = 0.5f)
    {
        var path = Path.Combine(_folder, "picture.png");
        using var scope = torch.NewDisposeScope();
        ImageFile.Write(path, torch.full([1, 3, height, width], Number(shade)));
        return File.ReadAllBytes(path);
    }

    /// <summary>Asks for a stylization of the samples.</summary>
    public static JobRequest Request(StylizationRequest options) => new(Samples.All[0].Id, [new(Samples.All[2].Id)], options);

    /// <summary>Waits until a job is as it should be.</summary>
    public static async Task<Job> UntilAsync(JobHost host, string id, Func<Job, bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            var job = await host.Jobs.GetAsync(id, timeout.Token);
            if (condition(job))
                return job;
            Assert.False(job.State is JobState.Failed, job.Error);
            await Task.Delay(20, timeout.Token);
        }
    }

    public static Task<Job> UntilAsync(JobHost host, string id, JobState state) => UntilAsync(host, id, job => job.State == state);

    /// <summary>What a job's picture is without interruption, from another folder.</summary>
    public static async Task<byte[]> UninterruptedAsync(JobRequest request)
    {
        using var studio = new TestStudio();
        await using var host = await studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(request);
        await UntilAsync(host, job.Id, JobState.Finished);
        return await File.ReadAllBytesAsync(await host.Results.FileAsync(job.Id));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
