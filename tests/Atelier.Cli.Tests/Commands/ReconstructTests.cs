using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class ReconstructTests(Studio studio) : IClassFixture<Studio>
{
    private const int Gap = 8;

    [Theory]
    [InlineData("content")]
    [InlineData("style")]
    public async Task Reconstruct_OfTwoLayers_WritesThreePanels(string what)
    {
        var ended = await InProcess.EndAsync(Line(what, $"{what}.png", "--layers", "relu1_2", "relu2_1", "--evaluations", "10", "--json"));
        var json = Studio.Json(ended.ShouldExit(ExitCode.Done));
        Assert.Equal((3 * 64 + 2 * Gap, 48), studio.SizeOf($"{what}.png"));
        Assert.Equal((208, 48), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()));
        Assert.Equal("vgg19", json.GetProperty("network").GetString());
        Assert.True(json.GetProperty("peakMemory").GetInt64() > 0);
        JsonElement[] layers = [.. json.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["relu1_2", "relu2_1"], layers.Select(layer => layer.GetProperty("layer").GetString()));
        Assert.All(layers, layer => Assert.Equal(10, layer.GetProperty("evaluations").GetInt32()));
        Assert.All(layers, layer => Assert.True(layer.GetProperty("loss").GetDouble() > 0));
        Assert.All(layers, layer => Assert.Equal("finished", layer.GetProperty("end").GetString()));
        Assert.Contains("10/10 evaluations of relu1_2", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconstruct_WithoutLayers_TakesTheDeepestBlockEnds()
    {
        var ended = (await InProcess.EndAsync(Line("content", "default.png", "--evaluations", "2"))).ShouldExit(ExitCode.Done);
        Assert.Equal($"{studio["default.png"]}: the original, then relu2_2, relu3_4.\n", ended.Output);
    }

    [Fact]
    public async Task Reconstruct_Stopped_WritesWhatThereIs()
    {
        using var atelier = AtelierProcess.Start(Line(256, "style", "stopped.png", "--layers", "relu1_2", "relu2_1", "--evaluations", "100000", "--json"));
        // The first line of progress, after five seconds: a small picture would have nothing left to improve by then.
        while (await atelier.ReadErrorLineAsync() is { } line && !line.Contains("evaluations of relu1_2", StringComparison.Ordinal))
        {
        }
        atelier.Signal("INT");
        var json = Studio.Json((await atelier.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace());
        Assert.Equal("stopped", Assert.Single(json.GetProperty("layers").EnumerateArray()).GetProperty("end").GetString());
        Assert.Equal((2 * 256 + Gap, 192), studio.SizeOf("stopped.png"));
    }

    [Theory]
    [InlineData("content", "vgg19 has no layer 'relu9_9'", "--layers", "relu9_9")]
    [InlineData("content", "--layers names no layer", "--layers", ",")]
    [InlineData("texture", "reconstruct takes content or style, not 'texture'.")]
    [InlineData("style", "leave out --size", "--recipe", "lesson13")]
    public async Task Reconstruct_OfWhatIsNot_IsWrongUsage(string what, string expected, params string[] options)
    {
        Studio.ShouldSay(await InProcess.EndAsync(Line(what, "none.png", options)), ExitCode.WrongUsage, expected);
        Assert.False(File.Exists(studio["none.png"]));
    }

    [Fact]
    public async Task Reconstruct_OntoAnExistingFile_IsRefused()
    {
        var before = studio.Bytes("photo.png");
        Studio.ShouldSay(await InProcess.EndAsync(Line("content", "photo.png")), ExitCode.Failed, "photo.png: exists already; use --force to replace it.");
        Assert.Equal(before, studio.Bytes("photo.png"));
    }

    private string[] Line(string what, string output, params string[] options) => Line(64, what, output, options);

    private string[] Line(int size, string what, string output, params string[] options) =>
        ["reconstruct", what, studio.Photo, "-o", studio[output], "--network", studio.Network, "--size", $"{size}", .. options];
}
