using System.Formats.Tar;
using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class TrainRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OnAnEmptyFolder_IsOneSentence()
    {
        Directory.CreateDirectory(_folder["empty"]);
        await Refuses("empty", $"{_folder["empty"]}: has no images; give a folder with a subfolder of images for each class, or a .tar of one.");
    }

    [Fact]
    public async Task Train_OnOneClass_IsOneSentence()
    {
        ShapesData.Write(_folder["set"], perClass: 3);
        Directory.Delete(_folder["set/disc"], recursive: true);
        Directory.Delete(_folder["set/square"], recursive: true);
        await Refuses("set", $"{_folder["set"]}: has only one class ('stripes')");
    }

    [Fact]
    public async Task Train_WithATextNamedJpg_IsOneSentence_UnlessSkipped()
    {
        ShapesData.Write(_folder["set"], perClass: 10);
        await File.WriteAllTextAsync(_folder["set/disc/note.jpg"], "No picture.");
        await Refuses("set", $"{_folder["set/disc/note.jpg"]}: is not an image that can be read: it seems to be text. Give a JPEG, ");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync(Command("set", "constant(lr=1e-3,len=1)", "--corrupt", "skip")));
        Assert.Contains("note.jpg", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WithTheOnlyValidationImageOfAClassDamaged_GoesWithoutIt()
    {
        ShapesData.Write(_folder["set/train"], perClass: 6);
        ShapesData.Write(_folder["set/val"], perClass: 1, seed: 1);
        var damaged = _folder["set/val/disc/0000.png"];
        await File.WriteAllBytesAsync(damaged, (await File.ReadAllBytesAsync(damaged))[..400]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync(Command("set", "constant(lr=1e-3,len=1)", "--corrupt", "skip", "--json")));
        Assert.Contains($"1 corrupt file was left out; the first: {damaged}: ", cli.Error, StringComparison.Ordinal);
        // Two are left, so the share of right ones is a half.
        var accuracy = JsonDocument.Parse(cli.Output).RootElement.GetProperty("metrics").GetProperty("accuracy").GetDouble();
        Assert.Contains(accuracy, (double[])[0, 0.5, 1]);
    }

    [Fact]
    public async Task Train_OnATruncatedTar_IsOneSentence()
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        await TarFile.CreateFromDirectoryAsync(_folder["set"], _folder["set.tar"], includeBaseDirectory: false);
        var bytes = await File.ReadAllBytesAsync(_folder["set.tar"]);
        await File.WriteAllBytesAsync(_folder["set.tar"], bytes[..(bytes.Length / 2)]);
        await Refuses("set.tar", $"{_folder["set.tar"]}: ");
    }

    [Fact]
    public async Task Train_IntoWhatARunLeftThatWasKilledAtItsFirstFile_Begins()
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        Directory.CreateDirectory(_folder["run"]);
        await File.WriteAllTextAsync(_folder["run/recipe.json"], "[]");
        await File.WriteAllTextAsync(_folder["run/.run.json.0123456789abcdef0123456789abcdef.tmp.json"], "{");
        Assert.Equal(ExitCode.Done, await new InProcess().RunAsync(Command("set", "constant(lr=1e-3,len=1)")));
        Assert.Empty(Directory.GetFiles(_folder["run"], ".*"));
    }

    [Theory]
    [InlineData("sgdr(cycles=2)", "lr")]
    [InlineData("one_cycle(lr=-1,len=2)", "lr")]
    [InlineData("spiral(lr=1)", "spiral")]
    [InlineData("constant(lr=1e-2,len=0)", "len")]
    public async Task Train_OfAnImpossibleRecipe_IsWrongUsage(string recipe, string about)
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync(Command("set", recipe)));
        Assert.Contains(about, OneSentence(cli), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task Train_OfARecipeForOtherGroups_IsOneSentence()
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(Command("set", "constant(lr=[1e-4,1e-3,1e-3,1e-2,1e-2],len=1)")));
        Assert.Contains("layer groups", LastLine(cli), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData(ExitCode.Failed, "Phase 1 has 5 learning rates, but the network has", "constant(lr=[1e-4,1e-3,1e-3,1e-2,1e-2],len=1)")]
    [InlineData(ExitCode.WrongUsage, "would start with epoch 3, but the recipe ends with epoch 1", "constant(lr=1e-3,len=1)", "--swa-start", "3")]
    [InlineData(ExitCode.WrongUsage, "there are no validation images", "constant(lr=1e-3,len=1)", "--early-stopping", "1", "--valid-ratio", "0")]
    [InlineData(ExitCode.Failed, "no such file", "constant(lr=1e-3,len=1)", "--weights", "nowhere.safetensors")]
    public async Task Train_InPlaceOfARun_ThatCannotBegin_LeavesTheRun(int exitCode, string problem, string phases, params string[] more)
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        Assert.Equal(ExitCode.Done, await new InProcess().RunAsync(Command("set", "constant(lr=1e-3,len=1)")));
        var before = Files();
        var cli = new InProcess();
        Assert.Equal(exitCode, await cli.RunAsync(Command("set", phases, ["--force", .. more])));
        Assert.Contains(problem, cli.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Train_OfAPhaseShorterThanABatch_TrainsTheOthersAndSaysSo()
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync(Command("set", "one_cycle(lr=1e-2,len=1)")));
        Assert.Contains("Phase 3 (0.1 epochs) is shorter than a batch, so nothing is trained in it.", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WhoseLossIsNotANumber_SaysWhereAndKeepsTheLog()
    {
        ShapesData.Write(_folder["set"], perClass: 10);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(Command("set", "constant(lr=1e30,len=2)")));
        Assert.Matches(@"^atelier: The loss is not a number at batch \d+ \(epoch 1, learning rate 1E\+30\): lower the learning rate, or check the data for invalid values\.$", LastLine(cli));
        Assert.Contains("\"failed\"", await File.ReadAllTextAsync(_folder["run/run.json"]), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["run/plots/loss.png"]));
    }

    [Fact]
    public async Task Train_IntoAFolderOfOtherThings_LeavesThemAlone()
    {
        ShapesData.Write(_folder["set"], perClass: 5);
        Directory.CreateDirectory(_folder["run"]);
        await File.WriteAllTextAsync(_folder["run/thesis.tex"], "x");
        await Refuses("set", $"{_folder["run"]}: has files that are not part of a run; name an empty or a new folder.", "--force");
        Assert.True(File.Exists(_folder["run/thesis.tex"]));
    }

    [Fact]
    public async Task Resume_OfNoRun_IsOneSentence()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("resume", _folder["nothing"]));
        Assert.Equal($"atelier: {_folder["nothing"]}: is not a run: it has no run.json; name a folder that atelier train wrote.", OneSentence(cli));
    }

    [Fact]
    public async Task Resume_WithOtherData_IsOneSentence()
    {
        ShapesData.Write(_folder["set"], perClass: 10);
        Assert.Equal(ExitCode.Done, await new InProcess().RunAsync(Command("set", "constant(lr=1e-3,len=1)")));
        var description = await File.ReadAllTextAsync(_folder["run/run.json"]);
        await File.WriteAllTextAsync(_folder["run/run.json"], description.Replace("\"finished\"", "\"running\"", StringComparison.Ordinal));
        File.Delete(_folder["set/disc/0000.png"]);
        File.Delete(_folder["set/disc/0001.png"]);
        File.Delete(_folder["set/disc/0002.png"]);
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("resume", _folder["run"]));
        Assert.StartsWith($"atelier: {_folder["run"]}: started with 24 training and 6 validation images, but {_folder["set"]} has ", LastLine(cli), StringComparison.Ordinal);
    }

    private List<(string, long, DateTime)> Files() =>
        [.. new DirectoryInfo(_folder["run"]).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc)).Order()];

    private async Task Refuses(string data, string sentence, params string[] more)
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(Command(data, "constant(lr=1e-3,len=1)", more)));
        Assert.StartsWith($"atelier: {sentence}", OneSentence(cli), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["run/run.json"]));
    }

    private string[] Command(string data, string phases, params string[] more) =>
        ["train", _folder[data], "--network", "small", "--image-size", "32", "--batch-size", "8", "--phases", phases, "-o", _folder["run"], .. more];

    private static string OneSentence(InProcess cli)
    {
        var lines = cli.Error.TrimEnd().Split('\n');
        Assert.True(lines is [_] or [_, ['S', 'e', 'e', ':', ..]], cli.Error);
        return lines[0];
    }

    private static string LastLine(InProcess cli) => cli.Error.TrimEnd().Split('\n')[^1];
}
