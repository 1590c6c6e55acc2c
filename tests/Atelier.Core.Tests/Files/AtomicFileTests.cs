namespace Atelier.Core.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OverAFile_KeepsItsPermissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        if (OperatingSystem.IsWindows())
            return;
        var path = File("private");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(path));
        Assert.Equal("new", System.IO.File.ReadAllText(path));
    }

    [Fact]
    public void Write_ThroughALink_ReplacesWhatItLeadsTo()
    {
        var (target, link) = (File("target"), In("link"));
        System.IO.File.CreateSymbolicLink(link, Path.GetFileName(target));
        Write(link);
        Assert.Equal("target", new FileInfo(link).LinkTarget);
        Assert.Equal("new", System.IO.File.ReadAllText(target));
        Assert.Equal(["link", "target"], Names());
    }

    [Fact]
    public void Write_ThroughLinksInACircle_SaysSo()
    {
        System.IO.File.CreateSymbolicLink(In("a"), "b");
        System.IO.File.CreateSymbolicLink(In("b"), "a");
        Assert.Contains("circle", Assert.ThrowsAny<IOException>(() => Write(In("a"))).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData('x', 251), InlineData('\u00e9', 125), InlineData('\u753b', 83)]
    public void Write_OfANameAsLongAsMayBe_LeavesThatFileAlone(char letter, int count)
    {
        var path = In($"{new string(letter, count)}.png");
        Write(path);
        Assert.Equal("new", System.IO.File.ReadAllText(path));
        Assert.Single(Names());
    }

    [Fact]
    public async Task Write_ToAFolder_SweepsWhatProcessesLeftThatAreGone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a shell");
        string mine = "", theirs = "";
        AtomicFile.WriteVia(In("first"), temporary => System.IO.File.WriteAllText(mine = temporary, ""));
        // The name that a process which is gone would have given it.
        using (var gone = System.Diagnostics.Process.Start("true"))
        {
            await gone.WaitForExitAsync(TestContext.Current.CancellationToken);
            var digits = mine.LastIndexOf(".first.", StringComparison.Ordinal) + ".first.".Length;
            var folder = Directory.CreateDirectory(In("other")).FullName;
            theirs = Path.Combine(folder, $".late.png.{mine[digits..(digits + 8)]}{gone.Id:x8}0123456789abcdef.tmp.png");
            var living = Path.Combine(folder, $".late.png.{mine[digits..(digits + 8)]}{Environment.ProcessId:x8}0123456789abcdef.tmp.png");
            var foreign = Path.Combine(folder, $".late.png.{"0".PadLeft(8, '0')}{gone.Id:x8}0123456789abcdef.tmp.png");
            foreach (var file in (string[])[theirs, living, foreign])
                await System.IO.File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
            Write(Path.Combine(folder, "new.png"));
            Assert.Equal(new[] { living, foreign, Path.Combine(folder, "new.png") }.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Write_WithoutReplacing_KeepsAFileThatAppearsMeanwhile()
    {
        var path = In("late");
        var error = Assert.Throws<FileAccessException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            System.IO.File.WriteAllText(path, "precious");
        }, replace: false));
        Assert.Contains("appeared while the work was under way, and is kept", error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", System.IO.File.ReadAllText(path));
        Assert.Equal(["late"], Names());
    }

    [Fact]
    public void IsTemporaryOf_OfWhatAKilledProcessLeft_KnowsIt()
    {
        string? temporary = null;
        Assert.Throws<InvalidOperationException>(() => AtomicFile.WriteVia(In("recipe.json"), path =>
        {
            temporary = Path.GetFileName(path);
            throw new InvalidOperationException();
        }));
        Assert.True(AtomicFile.IsTemporaryOf("recipe.json", temporary!));
        Assert.False(AtomicFile.IsTemporaryOf("recipe", temporary!));
        Assert.False(AtomicFile.IsTemporaryOf("recipe.json", "recipe.json"));
    }

    private static void Write(string path) => AtomicFile.Write(path, stream => stream.Write("new"u8));

    private string In(string name) => Path.Combine(_folder, name);

    private string[] Names() => [.. Directory.GetFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string File(string name)
    {
        var path = In(name);
        System.IO.File.WriteAllText(path, "old");
        return path;
    }
}
