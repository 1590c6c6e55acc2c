using System.Text.Json;
using Atelier.Core.Images;
using Atelier.Jobs.Images;
using Atelier.Jobs.Options;
using Atelier.Jobs.States;

namespace Atelier.Jobs.Tests;

public sealed class JobStoreTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Create_OfWhatWasDone_AnswersAtOnceWithThatJob()
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (job, isNew) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Assert.True(isNew);
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Equal((64, 48), (finished.Result!.Width, finished.Result.Height));
        Assert.Equal((12, 1.0), (finished.Progress.Step, finished.Progress.Part));

        // The seed has no say where the photo is the start, and a single painting's weight none either.
        var same = TestStudio.Request(TestStudio.Small with { Seed = 7 }) with { Styles = [new(Samples.All[2].Id, 3)] };
        var (again, isNewAgain) = await workshop.Jobs.CreateAsync(same);
        Assert.False(isNewAgain);
        Assert.Equal(job.Id, again.Id);

        var (other, isOtherNew) = await workshop.Jobs.RetryAsync(job.Id, TestStudio.Small with { Strength = 2 });
        Assert.True(isOtherNew);
        Assert.NotEqual(finished.Result.Key, (await TestStudio.UntilAsync(workshop, other.Id, JobState.Finished)).Result!.Key);
    }

    [Fact]
    public async Task Jobs_AskedForTwiceBeforeTheyAreDone_ShareOneResultUntilBothAreDeleted()
    {
        await using var workshop = await _studio.OpenAsync();
        var (first, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var (second, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((1, 2), (first.QueuePosition, second.QueuePosition));
        workshop.StartWorkers();
        var one = await TestStudio.UntilAsync(workshop, first.Id, JobState.Finished);
        var two = await TestStudio.UntilAsync(workshop, second.Id, JobState.Finished);
        Assert.Equal(one.Result, two.Result);
        var file = await workshop.Results.FileAsync(first.Id, ImageFormat.WebP);
        await workshop.Jobs.DeleteAsync(first.Id);
        Assert.True(File.Exists(file));
        await workshop.Jobs.DeleteAsync(second.Id);
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_studio.Data, "jobs")));
    }

    [Fact]
    public async Task Result_GivenBackAsAnImage_KnowsItsSettings()
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 3, Smoothing = 2 }));
        await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        await using var file = File.OpenRead(await workshop.Results.FileAsync(job.Id));
        var image = await workshop.Images.AddAsync(file, "result.png");
        Assert.Equal(job.Options, image.Settings!.Options);
        Assert.Equal((JobKind.Stylize, Samples.All[0].Id, Samples.All[2].Id), (image.Settings.Kind, image.Settings.Content, image.Settings.Styles[0].Image));
        var (again, isNew) = await workshop.Jobs.CreateAsync(image.Settings);
        Assert.Equal((job.Id, false), (again.Id, isNew));
    }

    [Theory]
    [InlineData(Aspect.Content)]
    [InlineData(Aspect.Style)]
    public async Task Reconstruct_OfALayer_IsFinished(Aspect aspect)
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var request = new JobRequest(JobKind.Reconstruct, Samples.All[0].Id, [], TestStudio.Small with { Aspect = aspect, Layer = "relu2_1" });
        var (job, _) = await workshop.Jobs.CreateAsync(request);
        var finished = await TestStudio.UntilAsync(workshop, job.Id, JobState.Finished);
        Assert.Equal(64, finished.Result!.Width);
        using var thumbnail = ImageFile.Read(await workshop.Results.ThumbnailAsync(job.Id, 32));
        Assert.Equal(32, thumbnail.shape[3]);
    }

    [Fact]
    public async Task Job_Cancelled_WhileItRuns_StopsAndLeavesNoState()
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Long));
        await TestStudio.UntilAsync(workshop, job.Id, now => now.Progress.Step > 10);
        Assert.Equal(JobAction.Cancel, (await workshop.Jobs.CancelAsync(job.Id)).Requested);
        var cancelled = await TestStudio.UntilAsync(workshop, job.Id, JobState.Cancelled);
        Assert.NotNull(cancelled.FinishedAt);
        await workshop.StopWorkersAsync();
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_studio.Data, "jobs", job.Id)), file => file.Contains("checkpoint", StringComparison.Ordinal));
        await Assert.ThrowsAsync<JobException>(() => workshop.Results.FileAsync(job.Id));
    }

    [Fact]
    public async Task Job_Deleted_WhileItRuns_StopsAndLeavesNothing()
    {
        await using var workshop = await _studio.OpenAsync();
        workshop.StartWorkers();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Long));
        await TestStudio.UntilAsync(workshop, job.Id, now => now.Progress.Step > 10);
        await workshop.Jobs.DeleteAsync(job.Id);
        Assert.Null(await workshop.Jobs.FindAsync(job.Id));
        await workshop.StopWorkersAsync();
        Assert.Empty(Directory.GetDirectories(Path.Combine(_studio.Data, "jobs")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
    }

    [Fact]
    public async Task Job_WhoseResultCannotBeWritten_FailsAndLeavesNothingHalfWritten()
    {
        await using var workshop = await _studio.OpenAsync();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        // A folder in the result's place fails the renaming as a full disk fails the writing, for root too.
        Directory.CreateDirectory(Path.Combine(_studio.Data, "jobs", job.Id, "result.png", "in the way"));
        workshop.StartWorkers();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await workshop.Jobs.GetAsync(job.Id)).State is not JobState.Failed)
            await Task.Delay(20, timeout.Token);
        await workshop.StopWorkersAsync();
        Assert.DoesNotContain(_studio.Data, (await workshop.Jobs.GetAsync(job.Id)).Error!, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "results")));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_studio.Data, "jobs", job.Id)), file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_OfWhatMakesNoSense_IsRefusedWithASentence()
    {
        await using var workshop = await _studio.OpenAsync(options => options with { MaxQueued = 1 });
        var (photo, painting) = (Samples.All[0].Id, Samples.All[2].Id);
        var good = TestStudio.Request(TestStudio.Small);
        await RefusedAsync(JobProblem.NotFound, good with { Content = "../../etc/passwd" });
        await RefusedAsync(JobProblem.NotFound, good with { Options = good.Options with { Network = "../secret" } });
        await RefusedAsync(JobProblem.NotFound, good with { Options = good.Options with { Network = "vgg11" } });
        await RefusedAsync(JobProblem.Invalid, good with { Styles = [] });
        await RefusedAsync(JobProblem.Invalid, good with { Styles = [new(painting, 0)] });
        await RefusedAsync(JobProblem.Invalid, new(JobKind.Reconstruct, photo, [new(painting)], good.Options));
        await RefusedAsync(JobProblem.Invalid, new(JobKind.Reconstruct, photo, [], good.Options with { Layer = "relu9_9" }));
        await workshop.Jobs.CreateAsync(good);
        await RefusedAsync(JobProblem.Full, good with { Options = good.Options with { Strength = 2 } });

        async Task RefusedAsync(JobProblem problem, JobRequest request)
        {
            var e = await Assert.ThrowsAsync<JobException>(() => workshop.Jobs.CreateAsync(request));
            Assert.Equal(problem, e.Problem);
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_InPages_GivesEachJobOnceNewestFirst()
    {
        await using var workshop = await _studio.OpenAsync();
        var ids = new List<string>();
        for (var at = 0; at < 7; at++)
            ids.Add((await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 1 + at }))).Job.Id);
        var listed = new List<Job>();
        string? before = null;
        do
        {
            var page = await workshop.Jobs.ListAsync(new(JobState.Queued, Limit: 3, before));
            listed.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null);
        Assert.Equal(ids.AsEnumerable().Reverse(), listed.Select(job => job.Id));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], listed.Select(job => job.QueuePosition));
        Assert.Empty((await workshop.Jobs.ListAsync(new(JobState.Finished))).Items);
    }

    [Fact]
    public async Task Job_AsJson_IsAsTheHttpSurfaceHasIt()
    {
        await using var workshop = await _studio.OpenAsync();
        var (job, _) = await workshop.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var json = JsonSerializer.SerializeToElement(job, JobJson.Settings);
        Assert.Equal("stylize queued", $"{json.GetProperty("kind")} {json.GetProperty("state")}");
        Assert.Equal("painting", json.GetProperty("options").GetProperty("colours").GetString());
        Assert.Equal(Samples.All[2].Id, json.GetProperty("styles")[0].GetProperty("image").GetString());
        Assert.Equal(1, json.GetProperty("queuePosition").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("result").ValueKind);
        Assert.EndsWith("+00:00", json.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
    }
}
