namespace Atelier.Core.Tests;

public sealed class WritableFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("new.png"), InlineData("to/be/made/new.png")]
    public void Problem_WhereAFileCanBeWritten_IsNone(string name)
    {
        Assert.Null(WritableFolder.Problem(Path.Combine(_folder, name)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory, InlineData(255, null), InlineData(256, "the name is longer than the file system allows; shorten it.")]
    public void Problem_OfALongName_IsWhatTheFileSystemSays(int bytes, string? expected) =>
        Assert.Equal(expected, WritableFolder.Problem(Path.Combine(_folder, new string('x', bytes))));

    [Fact]
    public void Problem_WhereAFolderIsAFile_NamesIt()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.Equal($"{Path.Combine(_folder, "file")} is a file, not a folder.", WritableFolder.Problem(Path.Combine(_folder, "file", "new.png")));
    }

    [Fact]
    public void TooLittleSpace_ComparesWithTheDisk()
    {
        Assert.Null(WritableFolder.TooLittleSpace(Path.Combine(_folder, "a", "b"), 1));
        Assert.Contains("MB free", WritableFolder.TooLittleSpace(Path.Combine(_folder, "a", "b"), long.MaxValue), StringComparison.Ordinal);
    }
}
