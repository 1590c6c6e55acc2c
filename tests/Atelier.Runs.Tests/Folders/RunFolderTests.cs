namespace Atelier.Runs.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(true, "recipe.json")]
    [InlineData(true, ".recipe.json.00112233445566778899aabbccddeeff.tmp.json")]
    [InlineData(true, "recipe.json", ".run.json.00112233445566778899aabbccddeeff.tmp.json")]
    [InlineData(false, "recipe.json", "run.json")]
    [InlineData(false, "holiday.jpg")]
    [InlineData(false, "recipe.json", "notes.txt")]
    [InlineData(false, ".run.json")]
    public void IsFree_HoldsForWhatNoRunOwns(bool expected, params string[] files)
    {
        foreach (var file in files)
            File.WriteAllText(_folder[file], "");
        Assert.Equal(expected, new RunFolder(_folder["."]).IsFree);
    }

    [Fact]
    public void IsFree_OfAFolderThatIsNotThere_Holds() => Assert.True(new RunFolder(_folder["new"]).IsFree);

    [Fact]
    public void Clear_DeletesTheRun_AndNothingElse()
    {
        var run = new RunFolder(_folder["."]);
        foreach (var file in (string[])[run.Description, run.Recipe, run.Epochs, run.Log, run.Model, run.SwaModel, run.BestModel, _folder["notes.txt"]])
            File.WriteAllText(file, "");
        Directory.CreateDirectory(run.Plots);
        Directory.CreateDirectory(run.Checkpoints);
        run.Clear();
        Assert.Equal([Path.GetFullPath(_folder["notes.txt"])], Directory.GetFileSystemEntries(Path.GetFullPath(_folder["."])));
    }

    [Fact]
    public void Clear_OfAFolderThatIsNotThere_DoesNothing()
    {
        new RunFolder(_folder["new"]).Clear();
        Assert.False(Directory.Exists(_folder["new"]));
    }

    public void Dispose() => _folder.Dispose();
}
