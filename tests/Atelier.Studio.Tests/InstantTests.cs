using System.Net;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;
using static Atelier.Core.Numbers;

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

    [Fact]
    public async Task Instant_OfWhatIsNotThere_SaysSo()
    {
        await using var studio = await Studio.StartAsync();
        var photo = await studio.AddAsync(Pictures.Png());
        (string Query, HttpStatusCode Status, string Sentence)[] cases =
        [
            ("photo=PHOTO", HttpStatusCode.BadRequest, "No painting is given"),
            ("photo=PHOTO&painting=none", HttpStatusCode.NotFound, "There is no such image"),
            ("photo=PHOTO&painting=PHOTO&strength=1.2", HttpStatusCode.BadRequest, "strength takes a number from 0 to 1"),
            ("photo=PHOTO&painting=PHOTO&styleScale=99", HttpStatusCode.BadRequest, "styleScale takes a number from 0.1 to 10"),
            ("photo=PHOTO&painting=PHOTO&colors=red", HttpStatusCode.BadRequest, "colors takes painting, photo, linear or histogram"),
            ("photo=PHOTO&painting=PHOTO&weight=1&weight=2", HttpStatusCode.BadRequest, "2 weights are given for 1 paintings"),
            ("photo=PHOTO&painting=PHOTO&weight=-1", HttpStatusCode.BadRequest, ""),
            ("painting=PHOTO", HttpStatusCode.BadRequest, ""),
        ];
        foreach (var (query, status, sentence) in cases)
        {
            var answer = await studio.Client.GetAsync($"/api/v1/instant?{query.Replace("PHOTO", photo, StringComparison.Ordinal)}");
            var problem = await answer.ShouldBeAsync(status);
            Assert.Contains(sentence, problem["detail"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Style_IsListedAsItsPainting_AndPaintedAfterByWhatHasLearnedIt()
    {
        await using var studio = await Studio.StartAsync();
        var photo = await studio.AddAsync(Pictures.Png(1, 90, 60));
        var id = await studio.AddAsync(LearnedStyle(strength: 1), "swirls.style");
        var known = await (await studio.Client.GetAsync($"/api/v1/images/{id}")).ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal(("swirls", true, 60), (known["title"]!.GetValue<string>(), known["learned"]!.GetValue<bool>(), known["height"]!.GetValue<int>()));
        var one = await PaintAsync(studio, $"photo={photo}&painting={id}");
        // The same painting, learned otherwise.
        Assert.Equal(id, await studio.AddAsync(LearnedStyle(strength: 0.5), "again.style"));
        Assert.NotEqual(one, await PaintAsync(studio, $"photo={photo}&painting={id}"));
        Assert.Contains(studio.Files, file => file.EndsWith(".style", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NoContent, (await studio.Client.DeleteAsync($"/api/v1/images/{id}")).StatusCode);
        Assert.DoesNotContain(studio.Files, file => file.EndsWith(".style", StringComparison.Ordinal));
        var problem = await (await studio.UploadAsync([1, 2, 3], "mine.style")).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith("mine.style: ", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    // A network that adds more or less to what was painted before.
    private static byte[] LearnedStyle(double strength)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var network = InstantNetwork.Load();
        foreach (var (name, tensor) in network.state_dict())
            if (name.EndsWith("leave.weight", StringComparison.Ordinal))
                tensor.detach().mul_(Number(strength));
        StyleFile.Write(folder["a.style"], network, [torch.full([1, 3, 60, 80], Number(0.3))], ["swirls.jpg"], new Dictionary<string, string>());
        return File.ReadAllBytes(folder["a.style"]);
    }

    private static async Task<byte[]> PaintAsync(Studio studio, string query)
    {
        var answer = await studio.Client.GetAsync($"/api/v1/instant?{query}");
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
