using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class StylizeTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Stylize_WithJson_WritesThePictureAndOneObject()
    {
        var ended = (await AtelierProcess.RunAsync(studio.Stylize("out.png", ["--evaluations", "12", "--json"]))).ShouldExit(ExitCode.Done);
        var json = Studio.Json(ended);
        Assert.Equal((64, 48), studio.SizeOf("out.png"));
        Assert.Equal(studio["out.png"], json.GetProperty("output").GetString());
        Assert.Equal((64, 48), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()));
        Assert.Equal(("vgg19", "default", "finished"), (Text("network"), Text("recipe"), Text("end")));
        Assert.Equal(12, json.GetProperty("evaluations").GetInt32());
        Assert.Equal(0, json.GetProperty("recoveries").GetInt32());
        Assert.InRange(json.GetProperty("seconds").GetDouble(), 0.001, 100);
        Assert.InRange(json.GetProperty("peakMemory").GetInt64(), 20L << 20, 4L << 30);
        var losses = json.GetProperty("losses");
        var parts = ((string[])["content", "style", "totalVariation"]).Select(name => losses.GetProperty(name).GetDouble()).ToArray();
        Assert.All(parts, part => Assert.True(part > 0));
        Assert.Equal(parts.Sum(), losses.GetProperty("total").GetDouble(), 1e-9);
        Assert.Matches(@"(?m)^100%  12/12 evaluations  64x48 .* in all$", ended.Error);

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData, InlineData("--network", "atelier")]
    public async Task Stylize_WithoutAWeightFile_SeesWithTheEmbeddedNetwork(params string[] network)
    {
        string[] command = ["stylize", studio.Photo, studio.Painting, "-o", studio["embedded.png"], "--size", "64", "--evaluations", "12", "--json", "--force"];
        var json = Studio.Json((await InProcess.EndAsync([.. command, .. network])).ShouldExit(ExitCode.Done));
        Assert.Equal("atelier", json.GetProperty("network").GetString());
        Assert.Equal((64, 48), studio.SizeOf("embedded.png"));
    }

    [Fact]
    public async Task Stylize_Twice_MakesTheSameBytes()
    {
        var first = (await studio.StylizeAsync("first.png", "--start", "noise", "--seed", "7")).ShouldExit(ExitCode.Done);
        Assert.Matches(@"^\S+first\.png: 64x48, 12 evaluations in [\d.]+ s, loss [\d.]+\.\n$", first.Output);
        (await AtelierProcess.RunAsync(studio.Stylize("second.png", ["--evaluations", "12", "--start", "noise", "--seed", "7"]))).ShouldExit(ExitCode.Done);
        (await studio.StylizeAsync("third.png", "--start", "noise", "--seed", "8")).ShouldExit(ExitCode.Done);
        Assert.Equal(studio.Bytes("first.png"), studio.Bytes("second.png"));
        Assert.NotEqual(studio.Bytes("first.png"), studio.Bytes("third.png"));
    }

    [Theory]
    [InlineData("--size 200")]
    [InlineData("--size 700 --max-memory 400M")]
    [InlineData("--size 200 --optimizer adam --colors photo")]
    [InlineData("--size 128 --line-search strong-wolfe --network NETWORK")]
    public async Task Stylize_WithAnyNumberOfThreads_MakesTheSameBytes(string options)
    {
        var pictures = new List<byte[]>();
        foreach (var threads in (string[])["1", "2", "3"])
        {
            string[] command = ["stylize", studio.Photo, studio.Painting, "-o", studio["threads.png"], "--force", "--evaluations", "16", "--threads", threads];
            (await AtelierProcess.RunAsync([.. command, .. options.Replace("NETWORK", studio.Network, StringComparison.Ordinal).Split(' ')])).ShouldExit(ExitCode.Done);
            pictures.Add(studio.Bytes("threads.png"));
        }
        Assert.Equal(pictures[0], pictures[1]);
        Assert.Equal(pictures[0], pictures[2]);
    }

    [Fact]
    public async Task Stylize_AtOnce_TellsNoLoss_AndMakesTheSameBytesWithAnyNumberOfThreads()
    {
        var pictures = new List<byte[]>();
        foreach (var threads in (string[])["1", "2", "3"])
        {
            var ended = (await AtelierProcess.RunAsync(AtOnce("--force", "--threads", threads, "--json"))).ShouldExit(ExitCode.Done);
            var json = Studio.Json(ended);
            Assert.Equal(("instant", 0), (json.GetProperty("recipe").GetString(), json.GetProperty("evaluations").GetInt32()));
            Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("losses").ValueKind);
            Assert.Matches(@"(?m)^100%  2/2 tiles  300x225 .* in all$", ended.Error);
            pictures.Add(studio.Bytes("once.png"));
        }
        Assert.Equal(pictures[0], pictures[1]);
        Assert.Equal(pictures[0], pictures[2]);
    }

    [Theory]
    [InlineData("--strength takes a number from 0 to 1 with the recipe instant, not '2'.", "--strength", "2")]
    [InlineData("The recipe instant paints in one pass: leave out --evaluations, or use the recipe default.", "--evaluations", "20")]
    [InlineData("The recipe instant is done at once: leave out --checkpoint, or use the recipe default.", "--checkpoint", "kept")]
    public async Task Stylize_AtOnce_RefusesWhatTakesLonger(string sentence, params string[] options)
    {
        var ended = (await InProcess.EndAsync(AtOnce(options))).ShouldExit(ExitCode.WrongUsage);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
    }

    private string[] AtOnce(params string[] options) => ["stylize", studio.Photo, studio.Painting, "-o", studio["once.png"], "--recipe", "instant", "--size", "300", .. options];

    [Fact]
    public async Task Stylize_OfTwoPaintings_BlendsThem()
    {
        var even = await LossAsync("even.png", studio.Painting2);
        var alike = await LossAsync("alike.png", studio.Painting2, "--blend", "3", "3");
        var first = await LossAsync("first-only.png", studio.Painting2, "--blend", "1,0");
        var alone = await LossAsync("alone.png");
        Assert.Equal(even, alike);
        Assert.Equal(alone, first);
        Assert.NotEqual(even, first);
        Assert.Equal(studio.Pixels("alone.png"), studio.Pixels("first-only.png"));
    }

    [Theory]
    [InlineData("adam", "--optimizer", "adam")]
    [InlineData("wolfe", "--line-search", "strong-wolfe")]
    [InlineData("small-strokes", "--style-scale", "0.1")]
    [InlineData("large-strokes", "--style-scale", "2")]
    [InlineData("rough", "--tv-weight", "0")]
    [InlineData("layers", "--style-layers", "relu1_2:2", "relu2_2", "--content-layers", "relu2_1")]
    [InlineData("encoder", "--pooling", "average", "--padding", "reflection", "--normalization", "none")]
    public async Task Stylize_WithAnOption_MakesAnotherPicture(string name, params string[] options)
    {
        if (!File.Exists(studio["plain.png"]))
            (await studio.StylizeAsync("plain.png")).ShouldExit(ExitCode.Done);
        var json = Studio.Json((await studio.StylizeAsync($"{name}.png", ["--json", .. options])).ShouldExit(ExitCode.Done));
        Assert.Equal((64, 48), studio.SizeOf($"{name}.png"));
        Assert.NotEqual(studio.Bytes("plain.png"), studio.Bytes($"{name}.png"));
        Assert.Equal(12, json.GetProperty("evaluations").GetInt32());
        if (name == "rough")
            Assert.Equal(0, json.GetProperty("losses").GetProperty("totalVariation").GetDouble());
    }

    [Fact]
    public async Task Stylize_OnOneLevel_NeverPaintsSmaller()
    {
        // From 128 pixels on, a pyramid has a smaller size.
        var line = studio.Stylize("levels.png", ["--evaluations", "6"], size: "128");
        (await InProcess.EndAsync(line)).ShouldExit(ExitCode.Done);
        var pyramid = studio.Bytes("levels.png");
        (await InProcess.EndAsync([.. line, "--force", "--levels", "1"])).ShouldExit(ExitCode.Done);
        Assert.Equal((128, 96), studio.SizeOf("levels.png"));
        Assert.NotEqual(pyramid, studio.Bytes("levels.png"));
    }

    [Fact]
    public async Task Stylize_FromAPicture_BeginsWithIt()
    {
        var json = Studio.Json((await InProcess.EndAsync(
            studio.Stylize("from.png", ["--json", "--evaluations", "1", "--start", studio.Painting2, "--bits", "16"]))).ShouldExit(ExitCode.Done));
        Assert.Equal(1, json.GetProperty("evaluations").GetInt32());
        using var made = ImageFile.Read(studio["from.png"]);
        using var painting = ImageFile.Read(studio.Painting2);
        using var start = Scaling.To(painting, 48, 64);
        Assert.InRange((made - start).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public async Task Stylize_SavingEveryTenth_WritesPicturesOnTheWay()
    {
        (await InProcess.EndAsync(studio.Stylize("way.png", ["--evaluations", "25", "--save-every", "10"]))).ShouldExit(ExitCode.Done);
        Assert.Equal(["way.0010.png", "way.0020.png", "way.png"], studio.Files().Where(file => file.StartsWith("way", StringComparison.Ordinal)));
        Assert.Equal((64, 48), studio.SizeOf("way.0020.png"));

        File.Delete(studio["way.png"]);
        File.Delete(studio["way.0010.png"]);
        var before = studio.Bytes("way.0020.png");
        Studio.ShouldSay(
            await InProcess.EndAsync(studio.Stylize("way.png", ["--save-every", "10"])), ExitCode.Failed, "way.0020.png: exists already; use --force to replace it.");
        Assert.Equal(before, studio.Bytes("way.0020.png"));
        Assert.False(File.Exists(studio["way.png"]));
    }

    [Fact]
    public async Task Stylize_Stopped_WritesTheBestPictureInFullSize()
    {
        using var atelier = AtelierProcess.Start(studio.Stylize("stopped.jpg", ["--evaluations", "100000", "--save-every", "5", "--json"]));
        await studio.AppearAsync("stopped.0005.jpg");
        atelier.Signal("INT");
        var ended = (await atelier.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace();
        var json = Studio.Json(ended);
        Assert.Equal("stopped", json.GetProperty("end").GetString());
        Assert.InRange(json.GetProperty("evaluations").GetInt32(), 5, 99999);
        Assert.InRange(json.GetProperty("losses").GetProperty("total").GetDouble(), 1e-6, 1e6);
        Assert.Equal((64, 48), studio.SizeOf("stopped.jpg"));
        Assert.Contains("Stopping after the current step", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(studio.Files(), file => file.EndsWith(".tmp", StringComparison.Ordinal) || file.StartsWith('.'));
    }

    private async Task<double> LossAsync(string output, params string[] options)
    {
        string[] styles = [.. options.TakeWhile(option => option[0] != '-')];
        var line = studio.Stylize(output, ["--evaluations", "12", "--json", .. options.Skip(styles.Length)]);
        var ended = await InProcess.EndAsync([.. line[..3], .. styles, .. line[3..]]);
        return Studio.Json(ended.ShouldExit(ExitCode.Done)).GetProperty("losses").GetProperty("total").GetDouble();
    }
}
