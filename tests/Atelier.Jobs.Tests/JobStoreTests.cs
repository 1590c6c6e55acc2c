using System.Text.Json;
using Atelier.Imaging;
using Atelier.Stylization;
using Microsoft.Data.Sqlite;

namespace Atelier.Jobs.Tests;

public sealed class JobStoreTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Create_OfWhatWasDone_AnswersAtOnceWithThatJob()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, isNew) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Assert.True(isNew);
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Equal((64, 48), (finished.Result!.Width, finished.Result.Height));
        Assert.Equal((12, 1.0), (finished.Progress.Evaluation, finished.Progress.Part));

        // The seed has no say where the photo is the start, and a single painting's weight none either.
        var same = TestStudio.Request(TestStudio.Small with { Seed = 7 }) with { Styles = [new(Samples.All[2].Id, 3)] };
        var (again, isNewAgain) = await host.Jobs.CreateAsync(same);
        Assert.False(isNewAgain);
        Assert.Equal(job.Id, again.Id);

        var (other, isOtherNew) = await host.Jobs.RetryAsync(job.Id, TestStudio.Small with { Colors = ColorSource.Photo });
        Assert.True(isOtherNew);
        Assert.NotEqual(finished.Result.Key, (await TestStudio.UntilAsync(host, other.Id, JobState.Finished)).Result!.Key);
    }

    [Fact]
    public async Task Jobs_AskedForTwiceBeforeTheyAreDone_ShareOneResultUntilBothAreDeleted()
    {
        await using var host = await _studio.OpenAsync();
        var (first, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var (second, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((1, 2), (first.QueuePosition, second.QueuePosition));
        host.StartWorkers();
        var one = await TestStudio.UntilAsync(host, first.Id, JobState.Finished);
        var two = await TestStudio.UntilAsync(host, second.Id, JobState.Finished);
        Assert.Equal(one.Result, two.Result);
        var file = await host.Results.FileAsync(first.Id, ImageFormat.WebP);
        await host.Jobs.DeleteAsync(first.Id);
        Assert.True(File.Exists(file));
        await host.Jobs.DeleteAsync(second.Id);
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_studio.Data, "jobs")));
    }

    [Fact]
    public async Task Result_GivenBackAsAnImage_KnowsItsSettings()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 3, TotalVariationWeight = 2 }));
        await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        await using var file = File.OpenRead(await host.Results.FileAsync(job.Id));
        var image = await host.Images.AddAsync(file, "result.png");
        Assert.Equal(job.Options, image.Settings!.Options);
        Assert.Equal((RequestKind.Stylize, Samples.All[0].Id, Samples.All[2].Id), (image.Settings.Options.Kind, image.Settings.Content, image.Settings.Styles[0].Image));
        var (again, isNew) = await host.Jobs.CreateAsync(image.Settings);
        Assert.Equal((job.Id, false), (again.Id, isNew));
    }

    [Theory]
    [InlineData(Aspect.Content)]
    [InlineData(Aspect.Style)]
    public async Task Reconstruct_OfALayer_IsFinished(Aspect aspect)
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var request = new JobRequest(Samples.All[0].Id, [], TestStudio.Small with { Kind = RequestKind.Reconstruct, Aspect = aspect, Layer = "relu2_1" });
        var (job, _) = await host.Jobs.CreateAsync(request);
        var finished = await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        Assert.Equal(64, finished.Result!.Width);
        using var thumbnail = ImageFile.Read(await host.Results.ThumbnailAsync(job.Id, 32));
        Assert.Equal(32, thumbnail.shape[3]);
    }

    [Fact]
    public async Task Job_Canceled_WhileItRuns_StopsAndLeavesNoState()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Long));
        await TestStudio.UntilAsync(host, job.Id, now => now.Progress.Evaluation > 10);
        Assert.Equal(StopRequest.Cancel, (await host.Jobs.CancelAsync(job.Id)).Requested);
        var canceled = await TestStudio.UntilAsync(host, job.Id, JobState.Canceled);
        Assert.NotNull(canceled.FinishedAt);
        await host.StopWorkersAsync();
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_studio.Data, "jobs", job.Id)), file => file.Contains("checkpoint", StringComparison.Ordinal));
        await Assert.ThrowsAsync<JobException>(() => host.Results.FileAsync(job.Id));
    }

    [Fact]
    public async Task Job_Deleted_WhileItRuns_StopsAndLeavesNothing()
    {
        await using var host = await _studio.OpenAsync();
        host.StartWorkers();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Long));
        await TestStudio.UntilAsync(host, job.Id, now => now.Progress.Evaluation > 10);
        await host.Jobs.DeleteAsync(job.Id);
        Assert.Null(await host.Jobs.FindAsync(job.Id));
        await host.StopWorkersAsync();
        Assert.Empty(Directory.GetDirectories(Path.Combine(_studio.Data, "jobs")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
    }

    [Fact]
    public async Task Job_WhoseResultCannotBeWritten_FailsAndLeavesNothingHalfWritten()
    {
        await using var host = await _studio.OpenAsync();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        // A folder in the result's place fails the renaming as a full disk fails the writing, for root too.
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id, "result.png", "in the way"));
        host.StartWorkers();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await host.Jobs.GetAsync(job.Id)).State is not JobState.Failed)
            await Task.Delay(20, timeout.Token);
        await host.StopWorkersAsync();
        Assert.DoesNotContain(_studio.Data, (await host.Jobs.GetAsync(job.Id)).Error!, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_studio.Data, "jobs", job.Id)), file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_OfWhatMakesNoSense_IsRefusedWithASentence()
    {
        await using var host = await _studio.OpenAsync(options => options with { MaxQueued = 1 });
        var (photo, painting) = (Samples.All[0].Id, Samples.All[2].Id);
        var good = TestStudio.Request(TestStudio.Small);
        await RefusedAsync(JobProblem.NotFound, good with { Content = "../../etc/passwd" });
        await RefusedAsync(JobProblem.NotFound, good with { Options = good.Options with { Network = "../secret" } });
        await RefusedAsync(JobProblem.NotFound, good with { Options = good.Options with { Network = "vgg11" } });
        await RefusedAsync(JobProblem.Invalid, good with { Options = good.Options with { Size = 5000 } });
        await RefusedAsync(JobProblem.Invalid, good with { Styles = [] });
        await RefusedAsync(JobProblem.Invalid, good with { Styles = [new(painting, 0)] });
        await RefusedAsync(JobProblem.Invalid, new(photo, [new(painting)], good.Options with { Kind = RequestKind.Reconstruct }));
        await RefusedAsync(JobProblem.Invalid, new(photo, [], good.Options with { Kind = RequestKind.Reconstruct, Layer = "relu9_9" }));
        await host.Jobs.CreateAsync(good);
        await RefusedAsync(JobProblem.Full, good with { Options = good.Options with { Strength = 2 } });

        async Task RefusedAsync(JobProblem problem, JobRequest request)
        {
            var e = await Assert.ThrowsAsync<JobException>(() => host.Jobs.CreateAsync(request));
            Assert.Equal(problem, e.Problem);
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_InPages_GivesEachJobOnceNewestFirst()
    {
        await using var host = await _studio.OpenAsync();
        var ids = new List<string>();
        for (var at = 0; at < 7; at++)
            ids.Add((await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 1 + at }))).Job.Id);
        var listed = new List<Job>();
        string? before = null;
        do
        {
            var page = await host.Jobs.ListAsync(JobState.Queued, limit: 3, before);
            listed.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null);
        Assert.Equal(ids.AsEnumerable().Reverse(), listed.Select(job => job.Id));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], listed.Select(job => job.QueuePosition));
        Assert.Empty((await host.Jobs.ListAsync(JobState.Finished)).Items);
    }

    [Fact]
    public async Task Job_AsJson_IsAsTheHttpSurfaceHasIt()
    {
        await using var host = await _studio.OpenAsync();
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var json = JsonSerializer.SerializeToElement(job, JobRequest.Json);
        Assert.Equal("stylize queued", $"{json.GetProperty("kind")} {json.GetProperty("state")}");
        Assert.Equal("painting", json.GetProperty("options").GetProperty("colors").GetString());
        Assert.Equal(Samples.All[2].Id, json.GetProperty("styles")[0].GetProperty("image").GetString());
        Assert.Equal(1, json.GetProperty("queuePosition").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("result").ValueKind);
        Assert.EndsWith("+00:00", json.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "an older Atelier")]
    [InlineData(99, "a newer Atelier")]
    public async Task Open_OfADatabaseWithAnotherLayout_IsRefusedWithOneSentence(int version, string expected)
    {
        Directory.CreateDirectory(_studio.Data);
        var file = Path.Combine(_studio.Data, "studio.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version VALUES ({version})";
            await command.ExecuteNonQueryAsync();
        }
        var e = await Assert.ThrowsAsync<JobException>(() => _studio.OpenAsync());
        Assert.StartsWith($"{file}: has the layout of {expected} (version {version}; this one needs 4)", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
