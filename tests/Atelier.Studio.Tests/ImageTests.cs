using System.Net;
using System.Net.Http.Headers;
using Atelier.Imaging;

namespace Atelier.Studio.Tests;

public sealed class ImageTests
{
    [Fact]
    public async Task Upload_IsKept_AndGivenBack()
    {
        await using var studio = await Studio.StartAsync();
        var png = Pictures.Png(width: 48, height: 32);
        var response = await studio.UploadAsync(png, "My photo.png");
        var image = await response.ShouldBeAsync(HttpStatusCode.Created);
        var id = image["id"]!.GetValue<string>();
        Assert.Equal($"/api/v1/images/{id}", response.Headers.Location!.ToString());
        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal(("My photo.png", 48, 32, "png", png.Length, false), (
            image["name"]!.GetValue<string>(), image["width"]!.GetValue<int>(), image["height"]!.GetValue<int>(),
            image["format"]!.GetValue<string>(), image["bytes"]!.GetValue<int>(), image["sample"]!.GetValue<bool>()));
        Assert.Equal(image.ToJsonString(), (await (await studio.Client.GetAsync($"/api/v1/images/{id}")).ShouldBeAsync(HttpStatusCode.OK)).ToJsonString());

        var file = await studio.Client.GetAsync($"/api/v1/images/{id}/file");
        Assert.Equal("image/png", file.Content.Headers.ContentType!.ToString());
        Assert.Equal(png, await file.Content.ReadAsByteArrayAsync());
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_IsTheFileWhereBrowsersShowIt_OrElseAJpeg()
    {
        await using var studio = await Studio.StartAsync();
        var (png, tiff) = (Pictures.Png(), Pictures.Tiff());
        var shown = await studio.Client.GetAsync($"/api/v1/images/{await studio.AddAsync(png)}/view");
        Assert.Equal(png, await shown.Content.ReadAsByteArrayAsync());
        var instead = await studio.Client.GetAsync($"/api/v1/images/{await studio.AddAsync(tiff, "a.tif")}/view");
        Assert.Equal("image/jpeg", instead.Content.Headers.ContentType!.ToString());
        var pixels = Atelier.Imaging.ImageFile.Decode("view.jpg", await instead.Content.ReadAsByteArrayAsync());
        Assert.Equal((48, 32), (pixels.Width, pixels.Height));
    }

    [Fact]
    public async Task Upload_AsTheBodyItself_IsKept()
    {
        await using var studio = await Studio.StartAsync();
        using var body = new ByteArrayContent(Pictures.Jpeg());
        body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var image = await (await studio.Client.PostAsync("/api/v1/images?name=plain.jpg", body)).ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal(("jpeg", "plain.jpg"), (image["format"]!.GetValue<string>(), image["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Upload_OfTheSamePicture_IsTheSameImage()
    {
        await using var studio = await Studio.StartAsync();
        Assert.Equal(await studio.AddAsync(Pictures.Png(), "one.png"), await studio.AddAsync(Pictures.Png(), "two.png"));
    }

    [Fact]
    public async Task Thumbnail_IsASmallJpeg()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AddAsync(Pictures.Png(width: 200, height: 100));
        var response = await studio.Client.GetAsync($"/api/v1/images/{id}/thumbnail?size=64");
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.ToString());
        var header = ImageFile.ReadHeader("thumbnail", await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((ImageFormat.Jpeg, 64, 32), (header.Format, header.Width, header.Height));
    }

    [Fact]
    public async Task List_HasSamplesFirst_ThenUploads_NewestFirst_InPages()
    {
        await using var studio = await Studio.StartAsync();
        string[] ids = [await studio.AddAsync(Pictures.Png(1)), await studio.AddAsync(Pictures.Png(2)), await studio.AddAsync(Pictures.Png(3))];
        var first = await (await studio.Client.GetAsync("/api/v1/images?limit=2")).ShouldBeAsync(HttpStatusCode.OK);
        var items = first["items"]!.AsArray();
        var samples = items.TakeWhile(image => image!["sample"]!.GetValue<bool>()).ToArray();
        Assert.Contains(samples, image => image!["role"]!.GetValue<string>() == "content");
        Assert.Contains(samples, image => image!["role"]!.GetValue<string>() == "style");
        Assert.Equal([ids[2], ids[1]], items.Skip(samples.Length).Select(image => image!["id"]!.GetValue<string>()));
        var rest = await (await studio.Client.GetAsync($"/api/v1/images?limit=2&before={first["next"]!.GetValue<string>()}")).ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal([ids[0]], rest["items"]!.AsArray().Select(image => image!["id"]!.GetValue<string>()));
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task Delete_RemovesAnUpload_ButNoSample_AndNothingThatAJobNeeds()
    {
        await using var studio = await Studio.StartAsync();
        var id = await studio.AddAsync(Pictures.Png());
        await (await studio.Client.DeleteAsync($"/api/v1/images/{id}")).ShouldBeAsync(HttpStatusCode.NoContent);
        await (await studio.Client.GetAsync($"/api/v1/images/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        var sample = (await (await studio.Client.GetAsync("/api/v1/images")).ShouldBeAsync(HttpStatusCode.OK))["items"]![0]!["id"]!.GetValue<string>();
        await (await studio.Client.DeleteAsync($"/api/v1/images/{sample}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);

        var (photo, painting) = (await studio.AddAsync(Pictures.Png(1)), await studio.AddAsync(Pictures.Png(2)));
        await studio.AskAsync(photo, painting, steps: 10_000);
        await (await studio.Client.DeleteAsync($"/api/v1/images/{photo}")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("/api/v1/images/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/api/v1/images/nonsense")]
    [InlineData("/api/v1/images/..%2f..%2fetc%2fpasswd/file")]
    [InlineData("/api/v1/images/nonsense/thumbnail")]
    public async Task UnknownImage_IsNotFound(string path)
    {
        await using var studio = await Studio.StartAsync();
        await (await studio.Client.GetAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }
}
