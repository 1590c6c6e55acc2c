using Atelier.Imaging;
using Microsoft.Data.Sqlite;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Jobs.Tests;

public sealed class MaskTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Job_WithAMask_PaintsThere_AndLeavesThePhotoElsewhere()
    {
        await using var host = await _studio.OpenAsync();
        var mask = await host.Images.AddAsync(Half(0.5), "region.mask.png");
        Assert.DoesNotContain((await host.Images.ListAsync()).Items, image => image.Id == mask.Id);
        host.StartWorkers();
        var request = TestStudio.Request(TestStudio.Small);
        var (job, _) = await host.Jobs.CreateAsync(request with { Styles = [request.Styles[0] with { Mask = mask.Id }] });
        Assert.Equal(mask.Id, job.Styles[0].Mask);
        await TestStudio.UntilAsync(host, job.Id, JobState.Finished);
        using var scope = torch.NewDisposeScope();
        var picture = ImageFile.Read(await host.Results.FileAsync(job.Id));
        var photo = Scaling.To(ImageFile.Read(await host.Images.FileAsync(request.Content)), 48, 64);
        TensorAssert.ShouldBe(picture.narrow(3, 36, 28), photo.narrow(3, 36, 28), absolute: 0.51 / 255);
        Assert.True((picture - photo).narrow(3, 0, 28).abs().mean().ToNumber() > 0.02);
    }

    [Fact]
    public async Task Job_WithAMaskThatDoesNotFitOrIsNotThere_IsRefused()
    {
        await using var host = await _studio.OpenAsync();
        var square = await host.Images.AddAsync(new MemoryStream(_studio.Picture(20, 20)), "square.png");
        Assert.Contains("make a mask in the same proportions", (await RefusalAsync(host, square.Id, JobProblem.Invalid)).Message, StringComparison.Ordinal);
        await RefusalAsync(host, new string('0', 64), JobProblem.NotFound);
    }

    [Fact]
    public async Task Masks_ThatNoJobNeeds_AreGoneAfterADay()
    {
        await using var host = await _studio.OpenAsync();
        var (used, unused) = (await host.Images.AddAsync(Half(0.3), "one.mask.png"), await host.Images.AddAsync(Half(0.6), "two.mask.png"));
        var request = TestStudio.Request(TestStudio.Small);
        await host.Jobs.CreateAsync(request with { Styles = [request.Styles[0] with { Mask = used.Id }] });
        await host.Images.AddAsync(Half(0.4), "three.mask.png");
        await host.Images.GetAsync(unused.Id);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_studio.Data, "studio.db")};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE images SET created_at = created_at - 90000000";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await host.Images.AddAsync(Half(0.7), "four.mask.png");
        await host.Images.GetAsync(used.Id);
        Assert.Equal(JobProblem.NotFound, (await Assert.ThrowsAsync<JobException>(() => host.Images.GetAsync(unused.Id))).Problem);
    }

    private static async Task<JobException> RefusalAsync(JobHost host, string mask, JobProblem problem)
    {
        var request = TestStudio.Request(TestStudio.Small);
        var refusal = await Assert.ThrowsAsync<JobException>(() => host.Jobs.CreateAsync(request with { Styles = [request.Styles[0] with { Mask = mask }] }));
        Assert.Equal(problem, refusal.Problem);
        return refusal;
    }

    // White on the left.
    private static MemoryStream Half(double share)
    {
        using var scope = torch.NewDisposeScope();
        var mask = torch.zeros(1, 3, 48, 64);
        mask.narrow(3, 0, (long)(64 * share)).fill_(Number(1));
        var file = new MemoryStream();
        ImageFile.Write(file, ImageFormat.Png, mask);
        file.Position = 0;
        return file;
    }
}
