namespace Atelier.Cli.Tests;

public sealed class ImageFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFilesTests()
    {
        foreach (var file in (string[])["b.jpg", "a.PNG", "notes.txt", "inner/c.webp", "inner/deep/d.jpg", "._b.jpg", ".trash/x.jpg", "inner/__MACOSX/._c.jpg", "inner/@eaDir/c.jpg"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], "");
        }
    }

    [Theory]
    [InlineData("*.jpg", "b.jpg")]
    [InlineData("**/*.jpg", "b.jpg", "inner/deep/d.jpg")]
    [InlineData("inner", "inner/c.webp", "inner/deep/d.jpg")]
    [InlineData("inner/*.webp", "inner/c.webp")]
    [InlineData("notes.txt", "notes.txt")]
    [InlineData("._b.jpg", "._b.jpg")]
    [InlineData(".trash", ".trash/x.jpg")]
    public void Find_FilesFoldersAndPatterns_GivesImagesInOrder(string name, params string[] expected) =>
        Assert.Equal(expected.Select(file => _folder[file]), ImageFiles.Find([_folder[name]]));

    [Fact]
    public void Find_AnImageTwice_GivesItOnce() =>
        Assert.Equal([_folder["b.jpg"]], ImageFiles.Find([_folder["b.jpg"], _folder["*.jpg"]]));

    [Theory]
    [InlineData("missing.jpg", "there is no such file or folder.")]
    [InlineData("*.gif", "no image matches this pattern.")]
    [InlineData("nowhere/*.gif", "no image matches this pattern.")]
    public void Find_Nothing_SaysSo(string name, string problem) =>
        Assert.Equal($"{_folder[name]}: {problem}", Assert.Throws<InputException>(() => ImageFiles.Find([_folder[name]])).Message);

    public void Dispose() => _folder.Dispose();
}
