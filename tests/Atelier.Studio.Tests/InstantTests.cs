using System.Net;
using Atelier.Imaging;

namespace Atelier.Studio.Tests;

public sealed class InstantTests
{
    [Fact]
    public async Task Instant_IsASmallPicture_AndAnotherForAnotherStrengthOrBlend()
    {
        await using var studio = await Studio.StartAsync();
        var photo = await studio.AddAsync(Pictures.Png(1, 90, 60));
        var (one, two) = (await studio.AddAsync(Pictures.Png(2)), await studio.AddAsync(Pictures.Png(3)));
        var whole = await PaintAsync(studio, $"photo={photo}&painting={one}");
        var pixels = ImageFile.Decode("instant.jpg", whole);
        Assert.Equal((384, 256), (pixels.Width, pixels.Height));
        Assert.Equal(whole, await PaintAsync(studio, $"photo={photo}&painting={one}&strength=1"));
        Assert.Equal(whole, await PaintAsync(studio, $"photo={photo}&painting={one}&painting={two}&weight=2&weight=0"));
        foreach (var other in (string[])["&strength=0.5", "&colors=photo", "&styleScale=2", $"&painting={two}"])
            Assert.NotEqual(whole, await PaintAsync(studio, $"photo={photo}&painting={one}{other}"));
    }

    [Fact]
    public async Task Instant_OfManyPictures_ForgetsThoseOfLongAgo()
    {
        await using var studio = await Studio.StartAsync();
        var painting = await studio.AddAsync(Pictures.Png(100));
        string[] photos = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(number => studio.AddAsync(Pictures.Png(number))))];
        var pictures = await Task.WhenAll(photos.Select(photo => PaintAsync(studio, $"photo={photo}&painting={painting}")));
        Assert.Equal(pictures[0], await PaintAsync(studio, $"photo={photos[0]}&painting={painting}"));
        Assert.Equal(20, pictures.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory]
    [InlineData("photo=PHOTO", HttpStatusCode.BadRequest, "No painting is given")]
    [InlineData("photo=PHOTO&painting=none", HttpStatusCode.NotFound, "There is no such image")]
    [InlineData("photo=PHOTO&painting=PHOTO&strength=1.2", HttpStatusCode.BadRequest, "strength takes a number from 0 to 1")]
    [InlineData("photo=PHOTO&painting=PHOTO&styleScale=99", HttpStatusCode.BadRequest, "styleScale takes a number from 0.1 to 10")]
    [InlineData("photo=PHOTO&painting=PHOTO&colors=red", HttpStatusCode.BadRequest, "colors takes painting or photo")]
    [InlineData("photo=PHOTO&painting=PHOTO&weight=1&weight=2", HttpStatusCode.BadRequest, "2 weights are given for 1 paintings")]
    [InlineData("photo=PHOTO&painting=PHOTO&weight=-1", HttpStatusCode.BadRequest, "")]
    [InlineData("painting=PHOTO", HttpStatusCode.BadRequest, "")]
    public async Task Instant_OfWhatIsNotThere_SaysSo(string query, HttpStatusCode status, string sentence)
    {
        await using var studio = await Studio.StartAsync();
        var photo = await studio.AddAsync(Pictures.Png());
        var answer = await studio.Client.GetAsync($"/api/v1/instant?{query.Replace("PHOTO", photo, StringComparison.Ordinal)}");
        var problem = await answer.ShouldBeAsync(status);
        Assert.Contains(sentence, problem["detail"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
    }

    private static async Task<byte[]> PaintAsync(Studio studio, string query)
    {
        var answer = await studio.Client.GetAsync($"/api/v1/instant?{query}");
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
