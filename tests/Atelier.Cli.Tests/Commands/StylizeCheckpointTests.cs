namespace Atelier.Cli.Tests;

public sealed class StylizeCheckpointTests(Studio studio) : IClassFixture<Studio>
{
    private static readonly string[] Long = ["--evaluations", "40", "--json"];

    [Theory]
    [InlineData("INT", "--levels", "2")]
    [InlineData("KILL")]
    [InlineData("INT", "--optimizer", "adam")]
    [InlineData("INT", "--line-search", "strong-wolfe")]
    public async Task Checkpoint_OfAStoppedRun_LeadsToTheSamePicture(string signal, params string[] options)
    {
        var name = string.Concat([signal, .. options]);
        string[] whole = [.. Long, .. options];
        var size = options.Contains("--levels") ? "128" : "64";
        var uninterrupted = Studio.Json((await InProcess.EndAsync(studio.Stylize($"{name}-whole.png", whole, size))).ShouldExit(ExitCode.Done));
        var line = studio.Stylize($"{name}.png", [.. whole, "--save-every", "10", "--checkpoint", studio[$"{name}.ckpt"]], size);
        using (var atelier = AtelierProcess.Start(line))
        {
            await studio.AppearAsync($"{name}.ckpt");
            atelier.Signal(signal);
            var ended = await atelier.EndAsync();
            Assert.NotEqual(ExitCode.Done, ended.ExitCode);
            if (signal == "INT")
                Assert.Contains("run the same command to continue.", ended.ShouldExit(ExitCode.Stopped).Error, StringComparison.Ordinal);
        }
        Assert.True(File.Exists(studio[$"{name}.ckpt"]));

        var resumed = Studio.Json((await AtelierProcess.RunAsync(line)).ShouldExit(ExitCode.Done));
        Assert.Equal(studio.Bytes($"{name}-whole.png"), studio.Bytes($"{name}.png"));
        Assert.Equal(uninterrupted.GetProperty("losses").GetRawText(), resumed.GetProperty("losses").GetRawText());
        Assert.Equal(uninterrupted.GetProperty("evaluations").GetInt32(), resumed.GetProperty("evaluations").GetInt32());
        Assert.False(File.Exists(studio[$"{name}.ckpt"]));
    }

    [Fact]
    public async Task Checkpoint_OfAnotherRun_IsRefusedAndKept()
    {
        string[] keep = ["--evaluations", "100000", "--checkpoint", studio["other.ckpt"]];
        using (var atelier = AtelierProcess.Start(studio.Stylize("other.png", [.. keep, "--save-every", "2"])))
        {
            await studio.AppearAsync("other.ckpt");
            atelier.Signal("INT");
            (await atelier.EndAsync()).ShouldExit(ExitCode.Stopped);
        }
        var (before, picture) = (studio.Bytes("other.ckpt"), studio.Bytes("other.png"));
        await ShouldRefuseAsync("style weight was 100, not 41", studio.Stylize("other.png", [.. keep, "--style-weight", "41"]));
        await ShouldRefuseAsync("network or loss was another and pooling was \"max\", not \"average\"", studio.Stylize("other.png", [.. keep, "--pooling", "average"]));
        await ShouldRefuseAsync("size was 64, not 48", studio.Stylize("other.png", keep, size: "48"));
        await ShouldRefuseAsync("pictures were others", ["stylize", studio.Painting2, .. studio.Stylize("other.png", keep)[2..]]);
        Assert.Equal(before, studio.Bytes("other.ckpt"));
        Assert.Equal(picture, studio.Bytes("other.png"));

        // The checkpoint lets the run's own picture be replaced, and no other one.
        Studio.ShouldSay(await InProcess.EndAsync(studio.Stylize("photo.png", keep)), ExitCode.Failed, "photo.png: exists already; use --force");

        string[] over = ["--checkpoint", studio["other.ckpt"], "--evaluations", "3", "--overwrite", "--force"];
        (await InProcess.EndAsync(studio.Stylize("other.png", over, size: "48"))).ShouldExit(ExitCode.Done);
        Assert.False(File.Exists(studio["other.ckpt"]));

        async Task ShouldRefuseAsync(string difference, string[] args) => Studio.ShouldSay(
            await InProcess.EndAsync(args), ExitCode.Failed, $"other.ckpt: is the checkpoint of a run whose {difference}; use the same again, or start over with another file.");
    }

    [Fact]
    public async Task Checkpoint_OfAStoppedRun_TakesMoreEvaluations()
    {
        string[] keep = ["--checkpoint", studio["more.ckpt"], "--save-every", "2"];
        using (var atelier = AtelierProcess.Start(studio.Stylize("more.png", [.. keep, "--evaluations", "100000"])))
        {
            await studio.AppearAsync("more.ckpt");
            atelier.Signal("INT");
            (await atelier.EndAsync()).ShouldExit(ExitCode.Stopped);
        }
        var written = File.GetLastWriteTimeUtc(studio["more.ckpt"]);
        using var again = AtelierProcess.Start(studio.Stylize("more.png", [.. keep, "--evaluations", "200000"]));
        for (var wait = System.Diagnostics.Stopwatch.StartNew(); File.GetLastWriteTimeUtc(studio["more.ckpt"]) == written && wait.Elapsed < TimeSpan.FromMinutes(1);)
            await Task.Delay(20);
        again.Signal("INT");
        var ended = (await again.EndAsync()).ShouldExit(ExitCode.Stopped);
        Assert.Contains("/200000 evaluations", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage", "is neither a .safetensors file nor one that PyTorch saved")]
    [InlineData("network", "is not a checkpoint that this version of Atelier can use; name one of a stylization, or start over.")]
    [InlineData("folder", "is a folder; name a file to keep the run in.")]
    public async Task Checkpoint_ThatIsNone_IsRefusedAndKept(string kind, string expected)
    {
        var path = kind == "folder" ? Path.GetDirectoryName(studio.Photo)! : studio[$"{kind}.ckpt"];
        if (kind == "network")
            File.Copy(studio.Network, path);
        if (kind == "garbage")
            await File.WriteAllTextAsync(path, "garbage");
        var before = studio.Files();
        Studio.ShouldSay(await studio.StylizeAsync("none.png", "--checkpoint", path), ExitCode.Failed, expected);
        Assert.Equal(before, studio.Files());
    }
}
