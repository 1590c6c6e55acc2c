using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class NetworksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Networks_ListsAll_WithWhatIsPublished()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("networks", "--json"));
        var networks = System.Text.Json.JsonDocument.Parse(cli.Output).RootElement.GetProperty("networks").EnumerateArray().ToDictionary(n => n.GetProperty("name").GetString()!);
        Assert.Equal(27_161_264, networks["inception_v3"].GetProperty("parameters").GetInt64());
        Assert.Equal(80.434, networks["inception_resnet_v2"].GetProperty("top1").GetDouble());
        Assert.Equal(224, networks["squeezenet1_1"].GetProperty("inputSize").GetInt32());
        var table = new InProcess();
        Assert.Equal(ExitCode.Done, await table.RunAsync("networks"));
        Assert.Contains("inception_v4", table.Output, StringComparison.Ordinal);
        Assert.Contains("42.7 M", table.Output, StringComparison.Ordinal);
        Assert.Contains("mean (0.5,0.5,0.5), std (0.5,0.5,0.5): googlenet, googlenet_5x5, inception_v3", table.Output, StringComparison.Ordinal);
        Assert.Contains("Weights by torchvision: BSD-3-Clause.", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfGoogLeNet_HasTheBlocksOfThePaper()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("networks", "show", "googlenet", "--json", "--depth", "9"));
        var json = System.Text.Json.JsonDocument.Parse(cli.Output).RootElement;
        Assert.Equal(1_498_376_192, json.GetProperty("multiplyAdds").GetInt64());
        var layers = json.GetProperty("layers").EnumerateArray().ToDictionary(layer => layer.GetProperty("name").GetString()!);
        Assert.Equal([480L, 28, 28], layers["inception3b"].GetProperty("output").EnumerateArray().Select(n => n.GetInt64()));
        Assert.Equal("InceptionV1", layers["inception3b"].GetProperty("kind").GetString());
        Assert.Equal(28L * 28 * 192 * 16, layers["inception3a.branch3.0.conv"].GetProperty("multiplyAdds").GetInt64());
        Assert.DoesNotContain("aux1", layers.Keys);
    }

    [Theory]
    [InlineData("There is no network 'alexnet'", "networks", "show", "alexnet")]
    [InlineData("at least 75 pixels, not 64", "networks", "show", "inception_v3", "--image-size", "64")]
    [InlineData("at least 75 pixels, not 64", "train", "data", "--network", "inception_v4", "--image-size", "64")]
    [InlineData("There is no network 'alexnet'", "predict", "--network", "alexnet", "cat.jpg")]
    [InlineData("did you mean resnet18", "predict", "--network", "resnet81", "cat.jpg")]
    [InlineData("did you mean resnet18", "train", "data", "--network", "resnet81")]
    [InlineData("did you mean resnet18", "find-lr", "data", "--network", "resnet81")]
    [InlineData("has no classifier: it is for style transfer", "predict", "--network", "atelier", "cat.jpg")]
    [InlineData("has no classifier", "train", "data", "--network", "atelier")]
    public async Task WrongNetworkOrSize_IsWrongUsage(string message, params string[] args)
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync(args));
        Assert.Contains(message, cli.Error, StringComparison.Ordinal);
    }

    [SharedFact("weights/squeezenet1_1.safetensors")]
    public async Task Predict_BySqueezeNet_NamesWhatIsInPhotographs()
    {
        var ended = await AtelierProcess.RunAsync(
            "predict", "--network", "squeezenet1_1", "--weights", Shared.File("weights/squeezenet1_1.safetensors"), Shared.File("images/content"), "--json", "--top", "2");
        var images = Studio.Json(ended.ShouldExit(ExitCode.Done)).GetProperty("images").EnumerateArray().ToDictionary(
            image => Path.GetFileNameWithoutExtension(image.GetProperty("image").GetString()!),
            image => image.GetProperty("classes")[0].GetProperty("class").GetString());
        Assert.Contains(images["cat"], (string[])["tabby", "Egyptian cat", "tiger cat"]);
        Assert.Contains(images["coffee"], (string[])["espresso", "cup"]);
        Assert.Equal("macaw", images["parrots"]);
    }

    [SharedFact("weights/squeezenet1_1.safetensors")]
    public async Task Stylize_BySqueezeNet_PaintsAndLowersTheLoss()
    {
        Task<AtelierProcess.Ended> Paint(string name, params string[] more) => InProcess.EndAsync(
        [
            "stylize", Shared.File("images/content/cat.png"), Shared.File("images/style/starry_night.jpg"), "-o", _folder[name],
            "--network", Shared.File("weights/squeezenet1_1.safetensors"), "--size", "96", "--json", .. more,
        ]);
        var few = Studio.Json((await Paint("few.png", "--evaluations", "4")).ShouldExit(ExitCode.Done));
        var many = Studio.Json((await Paint("many.png", "--evaluations", "60")).ShouldExit(ExitCode.Done));
        Assert.Equal("squeezenet1_1", many.GetProperty("network").GetString());
        Assert.True(Loss(many) < 0.7 * Loss(few), $"{Loss(few)} to {Loss(many)}");
        Assert.Equal(96, ImageFile.ReadHeader(_folder["many.png"]).Width);
        var refused = (await Paint("refused.png", "--pooling", "average")).ShouldExit(ExitCode.WrongUsage);
        Assert.Contains("for networks of the VGG family", refused.Error, StringComparison.Ordinal);

        static double Loss(System.Text.Json.JsonElement json) => json.GetProperty("losses").GetProperty("total").GetDouble();
    }

    [Fact]
    public async Task Predict_WithWeightsOfAnotherNetwork_IsOneSentence()
    {
        await File.WriteAllBytesAsync(_folder["cat.png"], []);
        await File.WriteAllTextAsync(_folder["empty.safetensors"], "");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("predict", "--network", "resnet18", "--weights", _folder["empty.safetensors"], _folder["cat.png"]));
        Assert.StartsWith($"atelier: {_folder["empty.safetensors"]}: ", cli.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
