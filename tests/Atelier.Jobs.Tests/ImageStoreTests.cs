using Atelier.Imaging;

namespace Atelier.Jobs.Tests;

public sealed class ImageStoreTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Add_OfTheSameTwice_KeepsOneUnderItsFirstName()
    {
        await using var host = await _studio.OpenAsync();
        var first = await AddAsync(host, _studio.Picture(), "../../my <photo>.PNG");
        var second = await AddAsync(host, _studio.Picture(), "other.png");
        Assert.Equal(first, second);
        Assert.Equal(("my photo.PNG", "my photo", 48, 40, ImageFormat.Png), (first.Name, first.Title, first.Width, first.Height, first.Format));
        Assert.Equal(first.Id + ".png", Path.GetFileName(await host.Images.FileAsync(first.Id)));
        Assert.Single((await host.Images.ListAsync()).Items, image => !image.IsSample);
    }

    [Fact]
    public async Task List_InPages_GivesSamplesThenUploadsNewestFirst()
    {
        await using var host = await _studio.OpenAsync();
        var ids = new List<string>();
        for (var at = 1; at <= 3; at++)
            ids.Add((await AddAsync(host, _studio.Picture(8 + at), $"{at}.png")).Id);
        var page = await host.Images.ListAsync(limit: 2);
        Assert.Equal(Samples.All.Select(sample => sample.Id), page.Items.Take(6).Select(image => image.Id));
        var rest = await host.Images.ListAsync(limit: 2, page.Next);
        Assert.Null(rest.Next);
        Assert.Equal(ids.Order(StringComparer.Ordinal), page.Items.Skip(6).Concat(rest.Items).Select(image => image.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("<html><body>no</body></html>", "web page")]
    [InlineData("MZ this program cannot be run", "program")]
    [InlineData("", "empty")]
    public async Task Add_OfNoImage_IsRefusedWithASentenceAndLeavesNothing(string content, string expected)
    {
        await using var host = await _studio.OpenAsync();
        var e = await Assert.ThrowsAsync<JobException>(() => AddAsync(host, System.Text.Encoding.ASCII.GetBytes(content), "photo.jpg"));
        Assert.Equal(JobProblem.Invalid, e.Problem);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("photo.jpg ", e.Message, StringComparison.Ordinal);
        ShouldHoldNothing();
    }

    [Fact]
    public async Task Add_OfAnImageThatIsDamagedFurtherIn_IsRefused()
    {
        await using var host = await _studio.OpenAsync();
        // Header and end are whole: only decoding tells.
        var broken = _studio.Picture();
        broken[^30] ^= 0xff;
        var e = await Assert.ThrowsAsync<JobException>(() => AddAsync(host, broken, "photo.jpg"));
        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
        ShouldHoldNothing();
    }

    [Fact]
    public async Task Add_OfTooManyBytesOrPixels_IsRefusedBeforeItIsDecoded()
    {
        await using var host = await _studio.OpenAsync(options => options with { MaxUploadBytes = 10_000, MaxPixels = 1000 });
        Assert.Equal(JobProblem.TooLarge, (await Assert.ThrowsAsync<JobException>(() => AddAsync(host, new byte[10_001], "a"))).Problem);
        Assert.Equal(JobProblem.TooLarge, (await Assert.ThrowsAsync<JobException>(() => AddAsync(host, _studio.Picture(), "a"))).Problem);
        ShouldHoldNothing();
    }

    [Fact]
    public async Task Add_BeyondTheQuota_IsRefusedUntilSomethingIsDeleted()
    {
        var (one, two) = (_studio.Picture(shade: 0.1f), _studio.Picture(shade: 0.9f));
        await using var host = await _studio.OpenAsync(options => options with { UploadQuotaBytes = one.Length + two.Length - 1 });
        var first = await AddAsync(host, one, "one.png");
        Assert.Equal(JobProblem.Full, (await Assert.ThrowsAsync<JobException>(() => AddAsync(host, two, "two.png"))).Problem);
        await host.Images.DeleteAsync(first.Id);
        ShouldHoldNothing();
        await AddAsync(host, two, "two.png");
    }

    [Fact]
    public async Task Delete_OfASampleOrOfWhatAJobNeeds_IsRefused()
    {
        await using var host = await _studio.OpenAsync();
        Assert.Equal(JobProblem.Forbidden, (await Assert.ThrowsAsync<JobException>(() => host.Images.DeleteAsync(Samples.All[0].Id))).Problem);
        var image = await AddAsync(host, _studio.Picture(), "a.png");
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small) with { Content = image.Id });
        Assert.Equal(JobProblem.Conflict, (await Assert.ThrowsAsync<JobException>(() => host.Images.DeleteAsync(image.Id))).Problem);
        await host.Jobs.CancelAsync(job.Id);
        await host.Images.DeleteAsync(image.Id);
        Assert.Equal(JobProblem.NotFound, (await Assert.ThrowsAsync<JobException>(() => host.Images.FileAsync(image.Id))).Problem);
    }

    [Fact]
    public async Task Thumbnail_OfASample_IsSmall()
    {
        await using var host = await _studio.OpenAsync();
        using var thumbnail = ImageFile.Read(await host.Images.ThumbnailAsync(Samples.All[0].Id, 100));
        Assert.Equal(128, Math.Max(thumbnail.shape[2], thumbnail.shape[3]));
    }

    private static Task<StoredImage> AddAsync(JobHost host, byte[] content, string name) => host.Images.AddAsync(new MemoryStream(content), name);

    private void ShouldHoldNothing()
    {
        Assert.Equal(Samples.All.Count, Directory.GetFiles(Path.Combine(_studio.Data, "images")).Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(_studio.Data, "thumbnails")));
    }
}
