using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Cli.Tests;

public sealed class WeightsTests : IDisposable
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7 % 253))];
    private static readonly string FileName = $"tiny-{Convert.ToHexStringLower(SHA256.HashData(Body))[..8]}.pth";

    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("atelier-test-");

    private string Pulled => Path.Combine(_cache.FullName, "weights", FileName);

    [Fact]
    public async Task List_Json_NamesVggAndWhatIsHere()
    {
        Directory.CreateDirectory(Path.Combine(_cache.FullName, "weights"));
        await File.WriteAllBytesAsync(Path.Combine(_cache.FullName, "weights", "vgg13-19584684.pth"), new byte[5]);
        await File.WriteAllBytesAsync(Path.Combine(_cache.FullName, "weights", "mine.safetensors"), new byte[6]);
        var list = Json(await RunAsync("list", "--json"));
        var official = list.GetProperty("published").EnumerateArray().ToDictionary(o => o.GetProperty("name").GetString()!);
        Assert.Equal(["vgg11", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19", "vgg19_bn"], official.Keys.Where(name => name.StartsWith("vgg", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("googlenet", official.Keys);
        Assert.Equal("vgg19-dcbb9e9d.pth", official["vgg19"].GetProperty("file").GetString());
        Assert.False(official["vgg19"].GetProperty("isHere").GetBoolean());
        Assert.True(official["vgg13"].GetProperty("isHere").GetBoolean());
        Assert.Equal(("mine", "mine.safetensors"), (list.GetProperty("others")[0].GetProperty("name").GetString(), list.GetProperty("others")[0].GetProperty("file").GetString()));
        Assert.Equal("atelier", list.GetProperty("embedded").GetString());
        Assert.All((await RunAsync("list")).Output.Split('\n'), line => Assert.True(line.Length <= 80 || line.StartsWith("Folder", StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task Convert_ThenInspect_ShowsTheSameTensors()
    {
        var (input, output) = (In("in.safetensors"), In("out.safetensors"));
        using (var scope = NewDisposeScope())
            WeightFile.Write(input, new Dictionary<string, Tensor> { ["a.weight"] = ones(2, 3), ["n"] = tensor(4L) }, new Dictionary<string, string> { ["license"] = "CC0" });
        var converted = Json(await RunAsync("convert", input, output, "--json"));
        Assert.Equal(2, converted.GetProperty("tensors").GetInt32());
        Assert.Equal(await File.ReadAllBytesAsync(input), await File.ReadAllBytesAsync(output));

        var info = Json(await RunAsync("inspect", output, "--json"));
        Assert.Equal("safetensors", info.GetProperty("format").GetString());
        Assert.Equal("CC0", info.GetProperty("metadata").GetProperty("license").GetString());
        Assert.Equal("""{"name":"a.weight","dtype":"float32","shape":[2,3],"bytes":24}""", info.GetProperty("tensors")[0].GetRawText());
        var text = (await RunAsync("inspect", output)).ShouldExit(ExitCode.Done).Output;
        Assert.Contains("2 tensors, 32 B, safetensors.", text, StringComparison.Ordinal);
        Assert.Matches(@"a\.weight\W+float32\W+\[2,3\]\W+24 B", text);
    }

    [Fact]
    public async Task Convert_OntoAnExistingFile_NeedsForce()
    {
        var (input, output) = (In("in.safetensors"), In("out.safetensors"));
        using (var scope = NewDisposeScope())
            WeightFile.Write(input, [KeyValuePair.Create("a", ones(1))]);
        await File.WriteAllTextAsync(output, "mine");
        Assert.Contains("out.safetensors: exists already; use --force", (await RunAsync("convert", input, output)).ShouldExit(ExitCode.Failed).Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(output));
        (await RunAsync("convert", input, output, "--force")).ShouldExit(ExitCode.Done);
        Assert.Equal(await File.ReadAllBytesAsync(input), await File.ReadAllBytesAsync(output));
        (await RunAsync("convert", input, In("out.pth"))).ShouldExit(ExitCode.WrongUsage);
    }

    [Fact]
    public async Task Inspect_OfANetworksName_ShowsItsFile()
    {
        Assert.Equal(["safetensors"], Json(await RunAsync("inspect", "atelier", "--json")).EnumerateObject().Where(property => property.Name == "format").Select(property => property.Value.GetString()!));
        var missing = (await RunAsync("inspect", "resnet18")).ShouldExit(ExitCode.Failed);
        Assert.Contains("resnet18: the weights are not on this machine; download them with `atelier weights pull resnet18`", missing.Error, StringComparison.Ordinal);
        var unknown = (await RunAsync("inspect", "resnet81")).ShouldExit(ExitCode.WrongUsage);
        Assert.Contains("did you mean resnet18", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "neither a .safetensors file nor one that PyTorch saved")]
    [InlineData("PK\u0003\u0004", "damaged archive")]
    public async Task Inspect_OfAnotherFile_SaysWhatIsWrongInOneLine(string content, string expected)
    {
        await File.WriteAllTextAsync(In("x.pth"), content);
        var ended = (await RunAsync("inspect", In("x.pth"))).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.TrimEnd().Split('\n'));
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task Pull_FromAServerThatCutsAndStalls_GetsTheWholeFile()
    {
        using var server = new WeightServer(Body, Answer.Cut, Answer.Stall, Answer.Well);
        var pulled = Json(await PullAsync(server, FileName, "--json"));
        Assert.Equal(Body, await File.ReadAllBytesAsync(Pulled));
        Assert.Equal(Pulled, pulled.GetProperty("path").GetString());
        Assert.Equal(Body.Length, pulled.GetProperty("downloaded").GetInt64());
        Assert.Equal(["", "bytes=100000-", "bytes=150000-"], server.Ranges);

        var again = await PullAsync(server, FileName);
        Assert.Contains("is already here and complete", again.ShouldExit(ExitCode.Done).Output, StringComparison.Ordinal);
        Assert.Equal(3, server.Ranges.Count);
    }

    [Theory]
    [InlineData(Answer.Corrupt, "arrived damaged (SHA-256")]
    [InlineData(Answer.NotFound, "the server answers 404")]
    [InlineData(Answer.Unavailable, "could not be downloaded in 2 attempts")]
    public async Task Pull_FromABadServer_SaysWhyAndLeavesNothing(Answer answer, string expected)
    {
        using var server = new WeightServer(Body, answer);
        var ended = (await PullAsync(server, FileName, "--attempts", "2")).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Pulled)!));
    }

    [Fact]
    public async Task Pull_OfTheCatalog_RefusesAFileOfAnotherSize()
    {
        using var server = new WeightServer(Body, Answer.Well);
        var ended = await AtelierProcess.RunAsync(
            new Dictionary<string, string> { ["ATELIER_CACHE"] = _cache.FullName, ["ATELIER_WEIGHTS_URL"] = server.Address.AbsoluteUri }, "weights", "pull", "vgg19");
        Assert.Contains("vgg19-dcbb9e9d.pth: the server offers 200000 bytes instead of 574673361", ended.ShouldExit(ExitCode.Failed).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vgg20", "There are no weights 'vgg20': did you mean vgg")]
    [InlineData("atelier", "The network 'atelier' is built in: there is nothing to download.")]
    [InlineData("vgg19", "must be an http or https address", "--mirror", "ftp://x/")]
    public async Task Pull_OfWhatIsNot_IsWrongUsage(string name, string expected, params string[] options)
    {
        var ended = (await RunAsync(["pull", name, .. options])).ShouldExit(ExitCode.WrongUsage).ShouldShowNoStackTrace();
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cache.Delete(recursive: true);

    private string In(string name) => Path.Combine(_cache.FullName, name);

    private static JsonElement Json(AtelierProcess.Ended ended) => JsonDocument.Parse(ended.ShouldExit(ExitCode.Done).Output).RootElement;

    private Task<AtelierProcess.Ended> PullAsync(WeightServer server, params string[] args) =>
        RunAsync(["pull", .. args, "--mirror", server.Address.AbsoluteUri, "--stall-timeout", "0.5"]);

    private Task<AtelierProcess.Ended> RunAsync(params string[] args) =>
        InProcess.EndAsync(new Dictionary<string, string> { ["ATELIER_CACHE"] = _cache.FullName }, ["weights", .. args]);
}
