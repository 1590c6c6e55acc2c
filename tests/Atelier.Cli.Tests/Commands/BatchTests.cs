using System.Text.Json;
using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly Studio _studio = new();

    public BatchTests()
    {
        Directory.CreateDirectory(_studio["photos/more"]);
        File.Copy(_studio.Photo, _studio["photos/one.png"]);
        File.Copy(_studio.Painting, _studio["photos/two.png"]);
        File.Copy(_studio.Painting2, _studio["photos/more/three.png"]);
    }

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Batch_PaintsAll_PassesOverBadFiles_AndDoesNoneTwice()
    {
        File.WriteAllText(_studio["photos/bad.png"], "no picture");
        var first = (await BatchAsync()).ShouldExit(ExitCode.Failed);
        Assert.Equal((4, 3, 0, 1), Counts(first));
        Assert.Contains("bad.png was passed over:", first.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 4 could not be painted:", first.Error, StringComparison.Ordinal);
        Assert.Equal([".atelier-batch", "more/three.png", "one.png", "two.png"], Painted());
        (await InProcess.EndAsync("stylize", _studio.Photo, _studio.Painting, "-o", _studio["alone.png"], "--size", "64", "--evaluations", "6")).ShouldExit(ExitCode.Done);
        Assert.Equal(_studio.Bytes("alone.png"), File.ReadAllBytes(_studio["out/one.png"]));

        var written = File.GetLastWriteTimeUtc(_studio["out/one.png"]);
        File.Delete(_studio["photos/bad.png"]);
        File.Delete(_studio["out/two.png"]);
        File.Copy(_studio.Photo, _studio["photos/more/three.png"], overwrite: true);
        Assert.Equal((3, 2, 1, 0), Counts((await BatchAsync()).ShouldExit(ExitCode.Done)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_studio["out/one.png"]));
    }

    [Fact]
    public async Task Batch_WhosePicturesSomebodyChanged_KeepsThem_AndPaintsNoPainted()
    {
        string[] command = ["batch", _studio["photos"], "--style", _studio.Painting, "-o", _studio["photos/painted"], "--size", "64", "--evaluations", "6", "--json"];
        Assert.Equal((3, 3, 0, 0), Counts((await InProcess.EndAsync(command)).ShouldExit(ExitCode.Done)));
        Assert.Equal((3, 0, 3, 0), Counts((await InProcess.EndAsync(command)).ShouldExit(ExitCode.Done)));
        File.WriteAllText(_studio["photos/painted/one.png"], "retouched");
        var ended = (await InProcess.EndAsync([.. command, "--seed", "1"])).ShouldExit(ExitCode.Failed);
        Assert.Equal((3, 2, 0, 1), Counts(ended));
        Assert.Contains("not as a batch has made it", ended.Error, StringComparison.Ordinal);
        Assert.Equal("retouched", File.ReadAllText(_studio["photos/painted/one.png"]));
    }

    [Fact]
    public async Task Vary_PaintsAllCombinations_AndShowsThemOnASheet()
    {
        string[] command = ["batch", _studio.Photo, "--style", _studio.Painting, "-o", _studio["tried"], "--size", "64", "--evaluations", "6", "--json", "--vary", "style-weight=20,200", "--vary", "style-scale=0.5,1,2"];
        Assert.Equal((6, 6, 0, 0), Counts((await InProcess.EndAsync(command)).ShouldExit(ExitCode.Done)));
        Assert.Equal(7, Directory.GetFiles(_studio["tried"], "*.png").Length);
        Assert.Equal(6, Directory.GetFiles(_studio["tried"], "photo-style-weight-*.png").Select(file => Convert.ToHexString(File.ReadAllBytes(file))).Distinct().Count());
        var sheet = ImageFile.ReadHeader(_studio["tried/photo-sheet.png"]);
        Assert.InRange((double)sheet.Width / sheet.Height, 1.3, 2);
        (await InProcess.EndAsync("stylize", _studio.Photo, _studio.Painting, "-o", _studio["alone.png"], "--size", "64", "--evaluations", "6", "--style-weight", "200", "--style-scale", "0.5")).ShouldExit(ExitCode.Done);
        Assert.Equal(_studio.Bytes("alone.png"), File.ReadAllBytes(_studio["tried/photo-style-weight-200-style-scale-0.5.png"]));
        Assert.Equal((6, 0, 6, 0), Counts((await InProcess.EndAsync(command)).ShouldExit(ExitCode.Done)));
    }

    [Theory]
    [InlineData("takes a setting and values that differ", "style-weight")]
    [InlineData("takes a setting and values that differ", "style-weight=5")]
    [InlineData("takes a setting and values that differ", "style-weight=5,5")]
    [InlineData("knows no setting 'weight'", "weight=1,2")]
    [InlineData("--vary size takes a whole number", "size=64,large")]
    public async Task Vary_OfWhatThereIsNot_IsRefused(string sentence, string vary)
    {
        var ended = await InProcess.EndAsync("batch", _studio.Photo, "--style", _studio.Painting, "-o", _studio["tried"], "--vary", vary);
        Assert.Contains(sentence, ended.ShouldExit(ExitCode.WrongUsage).ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_OverItsPhotos_IsRefused()
    {
        var before = File.ReadAllBytes(_studio["photos/one.png"]);
        var same = await InProcess.EndAsync("batch", _studio["photos"], "--style", _studio.Painting, "-o", _studio["photos"], "--force");
        Assert.Contains("holds the photographs", same.ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        var file = await InProcess.EndAsync("batch", _studio["photos/one.png"], "--style", _studio.Painting, "-o", _studio["photos"], "--force");
        Assert.Contains("is both a photograph and --output", file.ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_studio["photos/one.png"]));
    }

    [Fact]
    public async Task Batch_KilledAtAnyTime_GoesOn()
    {
        string[] command = [.. Command("--workers", "2"), "--evaluations", "60"];
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = AtelierProcess.Start(command);
            while (!process.HasEnded && Painted().Count(name => name.EndsWith(".png", StringComparison.Ordinal)) <= kill)
                await Task.Delay(5);
            process.Signal("KILL");
            await process.EndAsync();
        }
        (await AtelierProcess.RunAsync(command)).ShouldExit(ExitCode.Done);
        Assert.Equal([".atelier-batch", "more/three.png", "one.png", "two.png"], Painted());
        Assert.Equal((3, 0, 3, 0), Counts((await AtelierProcess.RunAsync([.. command, "--json"])).ShouldExit(ExitCode.Done)));
    }

    [Fact]
    public async Task Batch_AtOnce_AfterEachPainting_IsNamedByBoth()
    {
        var ended = (await InProcess.EndAsync([.. Command("--recipe", "instant", "--each", "--style", _studio.Painting2, "--name", "{style}-{name}.jpg"), "--json"])).ShouldExit(ExitCode.Done);
        Assert.Equal((6, 6, 0, 0), Counts(ended));
        Assert.Contains("more/painting2-three.jpg", Painted());
        Assert.Equal((64, 48), (ImageFile.ReadHeader(_studio["out/painting-one.jpg"]).Width, ImageFile.ReadHeader(_studio["out/painting-one.jpg"]).Height));
    }

    [Fact]
    public async Task Batch_OfAManifest_TakesEachRowsOwn()
    {
        File.WriteAllText(_studio["list.csv"], "photo,style,output,size,style-weight\nphotos/one.png,painting.png;painting2.png,a.png,32,\nphotos/two.png,painting2.png,sub/b.png,,50\n");
        var ended = await InProcess.EndAsync("batch", "--manifest", _studio["list.csv"], "-o", _studio["out"], "--size", "64", "--evaluations", "6", "--json");
        Assert.Equal((2, 2, 0, 0), Counts(ended.ShouldExit(ExitCode.Done)));
        Assert.Equal(32, ImageFile.ReadHeader(_studio["out/a.png"]).Width);
        Assert.Equal(64, ImageFile.ReadHeader(_studio["out/sub/b.png"]).Width);
    }

    [Theory]
    [InlineData("photo,size\nphotos/one.png,big\n", "line 2: size takes a whole number")]
    [InlineData("photo,hue\nphotos/one.png,red\n", "there is no setting 'hue'")]
    [InlineData("image\nphotos/one.png\n", "has no column 'photo'")]
    [InlineData("photo,output\nphotos/one.png,a.xyz\n", "a.xyz")]
    [InlineData("photo,size\nphotos/one.png,32\nphotos/one.png,48\n", "would both be painted there")]
    public async Task Batch_OfAManifestThatAsksForWhatThereIsNot_SaysWhere(string text, string sentence)
    {
        File.WriteAllText(_studio["list.csv"], text);
        var ended = await InProcess.EndAsync("batch", "--manifest", _studio["list.csv"], "--style", _studio.Painting, "-o", _studio["out"]);
        Assert.NotEqual(ExitCode.Done, ended.ExitCode);
        Assert.Contains(sentence, ended.ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
        Assert.Empty(Painted());
    }

    [Fact]
    public async Task Batch_OverAFileOfTheUsers_KeepsIt_UnlessTold()
    {
        Directory.CreateDirectory(_studio["out"]);
        File.WriteAllText(_studio["out/one.png"], "mine");
        var ended = (await BatchAsync()).ShouldExit(ExitCode.Failed);
        Assert.Contains("is in the way", ended.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_studio["out/one.png"]));
        Assert.Equal((3, 1, 2, 0), Counts((await BatchAsync("--force")).ShouldExit(ExitCode.Done)));
        Assert.Equal(64, ImageFile.ReadHeader(_studio["out/one.png"]).Width);
    }

    [Theory]
    [InlineData("No painting is given", "PHOTOS")]
    [InlineData("No photograph is given", "--style", "PAINTING")]
    [InlineData("there is no such file", "nowhere.jpg", "--style", "PAINTING")]
    [InlineData("--name knows", "PHOTOS", "--style", "PAINTING", "--name", "{photo}.png")]
    [InlineData("the folder is for --output", "PHOTOS", "--style", "PAINTING", "--name", "a/{name}.png")]
    public async Task Batch_OfTooLittle_SaysWhatIsMissing(string sentence, params string[] args)
    {
        string[] named = [.. args.Select(arg => arg switch { "PHOTOS" => _studio["photos"], "PAINTING" => _studio.Painting, _ => arg })];
        var ended = await InProcess.EndAsync(["batch", .. named, "-o", _studio["out"]]);
        Assert.NotEqual(ExitCode.Done, ended.ExitCode);
        Assert.Contains(sentence, ended.ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
    }

    private static (int Total, int Painted, int Already, int Failed) Counts(AtelierProcess.Ended ended)
    {
        JsonElement json = Studio.Json(ended);
        return (json.GetProperty("total").GetInt32(), json.GetProperty("painted").GetInt32(), json.GetProperty("already").GetInt32(), json.GetProperty("failed").GetArrayLength());
    }

    private Task<AtelierProcess.Ended> BatchAsync(params string[] options) => InProcess.EndAsync([.. Command(options), "--evaluations", "6", "--json"]);

    private string[] Command(params string[] options) => ["batch", _studio["photos"], "--style", _studio.Painting, "-o", _studio["out"], "--size", "64", .. options];

    private string[] Painted() => !Directory.Exists(_studio["out"]) ? [] :
        [.. Directory.EnumerateFiles(_studio["out"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_studio["out"], file).Replace('\\', '/')).Where(name => !name.EndsWith(".tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
