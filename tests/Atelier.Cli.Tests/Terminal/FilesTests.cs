namespace Atelier.Cli.Tests;

public sealed class FilesTests : IDisposable
{
    private readonly InProcess _cli = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("no/such.jpg", "no/such.jpg: no such file.")]
    [InlineData(".", ".: is a folder, not a file.")]
    public async Task InputArgument_NotAFile_Exits1(string path, string message)
    {
        Assert.Equal(ExitCode.Failed, await RunAsync(path));
        Assert.Equal($"atelier: {message}\n", _cli.Error);
    }

    [Fact]
    public async Task InputOption_OneOfSeveralMissing_NamesThatOne()
    {
        var there = Existing("there.jpg");
        Assert.Equal(ExitCode.Failed, await RunAsync("--several", there, "gone.jpg"));
        Assert.Equal("atelier: gone.jpg: no such file.\n", _cli.Error);
    }

    [Fact]
    public async Task InputFolder_Missing_Exits1()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("--folder", "gone"));
        Assert.Equal("atelier: gone: no such folder.\n", _cli.Error);
    }

    [Fact]
    public async Task Input_WithAnAtSign_IsAFileName() => Assert.Equal(ExitCode.Done, await RunAsync(Existing("@home.jpg")));

    [Fact]
    public async Task Output_ThatExists_IsRefusedAndKept()
    {
        var path = Existing("out.png");
        Assert.Equal(ExitCode.Failed, await RunAsync("-o", path));
        Assert.Equal($"atelier: {path}: exists already; use --force to replace it.\n", _cli.Error);
        Assert.Equal("here", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Output_ThatExists_WithForce_IsClaimed() => Assert.Equal(ExitCode.Done, await RunAsync("--force", "--output", Existing("out.png")));

    [Fact]
    public async Task Output_ThatIsAnInput_IsRefusedEvenWithForceAndThroughALink()
    {
        var (input, link) = (Existing("in.png"), Path.Combine(_folder, "link.png"));
        File.CreateSymbolicLink(link, input);
        foreach (var output in (string[])[input, link, Path.Combine(_folder, "none", "..", "in.png")])
            Assert.Equal(ExitCode.WrongUsage, await RunAsync(input, "--force", "-o", output));
        Assert.StartsWith($"atelier: {input}: is both the input and --output; name another file for one of them.\n", _cli.Error, StringComparison.Ordinal);
        Assert.Equal("here", await File.ReadAllTextAsync(input));
    }

    [Fact]
    public async Task Output_OfALongName_IsRefusedBeforeTheWork()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("-o", Path.Combine(_folder, new string('x', 300) + ".png")));
        Assert.EndsWith("the name is longer than the file system allows; shorten it.\n", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ThatIsAFolder_IsRefusedEvenWithForce() => Assert.Equal(ExitCode.Failed, await RunAsync("--force", "-o", _folder));

    private string Existing(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "here");
        return path;
    }

    private Task<int> RunAsync(params string[] args)
    {
        var probe = new ProbeCommand(_cli.Streams, (p, call) => call.Finish(new { Path = p.Output.Claim(call) }, "done"));
        return _cli.RunAsync(probe, args.Contains("-o") || args.Contains("--output") ? args : [.. args, "-o", Path.Combine(_folder, "new.png")]);
    }
}
