using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Show_OfAFolder_DrawsClassesAndNamesWhatIsWrong()
    {
        ShapesData.Write(_folder["set"], perClass: 10, size: 20);
        await File.WriteAllTextAsync(_folder["set/disc/notes.txt"], "x");
        await File.WriteAllTextAsync(_folder["set/disc/fake.jpg"], "No picture.");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("data", "show", _folder["set"], "--valid-ratio", "0.3", "--decode"));
        Assert.Matches(@"disc\W+7\W+3\W+█+▒+", cli.Output);
        Assert.Contains("21 training and 9 validation images in 3 classes.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Sizes: 20 x 20 (30).", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Ignored: 1 .txt.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("set/disc/fake.jpg: is not an image that can be read: it seems to be text.", cli.Output, StringComparison.Ordinal);
        var json = new InProcess();
        Assert.Equal(ExitCode.Done, await json.RunAsync("data", "show", _folder["set"], "--json"));
        var result = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal("square", result.GetProperty("classes")[1].GetProperty("class").GetString());
        Assert.Equal(("disc/fake.jpg", 24), (result.GetProperty("corrupt")[0].GetProperty("name").GetString(), result.GetProperty("training").GetInt32()));
    }

    [Fact]
    public async Task Show_OfNoDataSet_IsOneSentence()
    {
        Directory.CreateDirectory(_folder["empty"]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("data", "show", _folder["empty"]));
        Assert.Equal($"atelier: {_folder["empty"]}: has no images; give a folder with a subfolder of images for each class, or a .tar of one.\n", cli.Error);
    }

    [Fact]
    public async Task Pull_ThenShow_ReadsTheArchiveInPlace()
    {
        ShapesData.Write(_folder["train/train"], perClass: 4);
        using var server = new WeightServer(Packed(), Answer.Cut, Answer.Well);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("data", "pull", "imagenet-sample", "--to", _folder["sets"], "--mirror", server.Address.AbsoluteUri, "--json"));
        var path = JsonDocument.Parse(cli.Output).RootElement.GetProperty("path").GetString()!;
        Assert.Equal(_folder["sets/imagenet-sample-train.tar"], path);
        Assert.Equal([path], Directory.GetFiles(_folder["sets"]));
        var show = new InProcess();
        Assert.Equal(ExitCode.Done, await show.RunAsync("data", "show", path));
        Assert.Contains("9 training and 3 validation images in 3 classes.", show.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no data set 'cifar': use imagenet-sample.", "cifar")]
    [InlineData("The mirror must be an http or https address, not 'ftp://x'.", "imagenet-sample", "--mirror", "ftp://x")]
    public async Task Pull_WrongUsage_IsOneSentence(string sentence, params string[] args)
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync(["data", "pull", .. args]));
        Assert.StartsWith($"atelier: {sentence}", cli.Error, StringComparison.Ordinal);
    }

    private byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            TarFile.CreateFromDirectory(_folder["train"], gzip, includeBaseDirectory: false);
        return packed.ToArray();
    }
}
