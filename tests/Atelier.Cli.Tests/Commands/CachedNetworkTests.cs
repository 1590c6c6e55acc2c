using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Models;
using Atelier.Runs;
using static TorchSharp.torch;

namespace Atelier.Cli.Tests;

/// <summary>What `weights pull` leaves in the cache, and what users put there, is found under one name by every command.</summary>
public sealed class CachedNetworkTests : IClassFixture<Studio>, IDisposable
{
    private readonly Studio _studio;
    private readonly TemporaryFolder _cache = new();

    public CachedNetworkTests(Studio studio)
    {
        _studio = studio;
        Directory.CreateDirectory(_cache["weights"]);
    }

    [Fact]
    public async Task PulledNetwork_IsFoundByPredictStylizeAndInspect()
    {
        var body = SqueezeNet(classes: 1000);
        var file = $"squeezenet1_1-{Convert.ToHexStringLower(SHA256.HashData(body))[..8]}.safetensors";
        using var server = new WeightServer(body, Answer.Well);
        (await RunAsync("weights", "pull", file, "--mirror", server.Address.AbsoluteUri)).ShouldExit(ExitCode.Done);
        Assert.True(File.Exists(_cache[$"weights/{file}"]));

        var image = Studio.Json((await RunAsync("predict", "--network", "squeezenet1_1", _studio.Photo, "--top", "1", "--json")).ShouldExit(ExitCode.Done));
        Assert.EndsWith(file, image.GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Equal(Expected(body), image.GetProperty("images")[0].GetProperty("classes")[0].GetProperty("class").GetString());

        string[] paint = ["stylize", _studio.Photo, _studio.Painting, "-o", _cache["out.png"], "--network", "squeezenet1_1", "--size", "64", "--evaluations", "3", "--json"];
        Assert.Equal("squeezenet1_1", Studio.Json((await RunAsync(paint)).ShouldExit(ExitCode.Done)).GetProperty("network").GetString());

        var tensors = Studio.Json((await RunAsync("weights", "inspect", "squeezenet1_1", "--json")).ShouldExit(ExitCode.Done)).GetProperty("tensors");
        Assert.Contains(tensors.EnumerateArray(), tensor => tensor.GetProperty("name").GetString() == "features.3.squeeze.weight");
        var networks = Studio.Json((await RunAsync("networks", "--json")).ShouldExit(ExitCode.Done)).GetProperty("networks").EnumerateArray().ToDictionary(network => network.GetProperty("name").GetString()!);
        Assert.True(networks["squeezenet1_1"].GetProperty("isHere").GetBoolean());
        Assert.False(networks["resnet18"].GetProperty("isHere").GetBoolean());
    }

    [Fact]
    public async Task FileOfTheUsers_IsANetworkOfItsName()
    {
        await File.WriteAllBytesAsync(_cache["weights/mine.safetensors"], SqueezeNet(classes: 2));
        await File.WriteAllTextAsync(_cache["classes.txt"], "cat\ndog\n");
        var predicted = (await RunAsync("predict", "--network", "mine", "--classes", _cache["classes.txt"], _studio.Photo, "--json")).ShouldExit(ExitCode.Done);
        Assert.Equal(2, Studio.Json(predicted).GetProperty("images")[0].GetProperty("classes").GetArrayLength());
        string[] paint = ["stylize", _studio.Photo, _studio.Painting, "-o", _cache["out.png"], "--network", "mine", "--size", "64", "--evaluations", "2"];
        (await RunAsync(paint)).ShouldExit(ExitCode.Done);
    }

    [Fact]
    public async Task NetworkThatIsNotHere_IsOneSentenceThatSaysHowToGetIt()
    {
        var predicted = (await RunAsync("predict", "--network", "resnet18", _studio.Photo)).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.StartsWith("atelier: resnet18: the weights are not on this machine; download them with `atelier weights pull resnet18`", predicted.Error, StringComparison.Ordinal);
        var painted = (await RunAsync("stylize", _studio.Photo, _studio.Painting, "-o", _cache["out.png"], "--network", "vgg19")).ShouldExit(ExitCode.Failed);
        Assert.StartsWith("atelier: vgg19: the weights are not on this machine", painted.Error, StringComparison.Ordinal);
        var untrained = (await RunAsync("predict", "--network", "small", _studio.Photo)).ShouldExit(ExitCode.Failed);
        Assert.Contains("no published weights", untrained.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cache.Dispose();

    private static byte[] SqueezeNet(int classes)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = NetworkCatalog.Create("squeezenet1_1", classes);
        using var file = new TemporaryFolder();
        WeightFile.Write(file["network.safetensors"], network.state_dict());
        return File.ReadAllBytes(file["network.safetensors"]);
    }

    // What the same weights say from C#, without the cache.
    private string Expected(byte[] body)
    {
        File.WriteAllBytes(_cache["plain.safetensors"], body);
        using var classifier = TrainedModel.FromWeights("squeezenet1_1", _cache["plain.safetensors"]).Load();
        return classifier.Predict([_studio.Photo], 1).Single().Classes[0].Class;
    }

    private Task<AtelierProcess.Ended> RunAsync(params string[] args) =>
        AtelierProcess.RunAsync(new Dictionary<string, string> { ["ATELIER_CACHE"] = _cache[""] }, args);
}
