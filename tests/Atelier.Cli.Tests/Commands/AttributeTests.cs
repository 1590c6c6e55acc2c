using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class AttributeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AttributeTests()
    {
        ShapesData.Write(_folder["set"], perClass: 15);
        Colors.Write(_folder["colors.csv"], perClass: 15);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DataShow_WithAnAttribute_CountsEachClassWithEachValue_AndTheMissing()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("data", "show", _folder["set"], "--attributes", _folder["colors.csv"]));
        Assert.Matches(@"disc\W+4 +33 %\W+8 +67 %\W+3\W", cli.Output);
        Assert.Contains("Images without a color: 9.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Ignored rows of the attribute's table, which name no image in the data set: 1.", cli.Output, StringComparison.Ordinal);
        var json = new InProcess();
        Assert.Equal(ExitCode.Done, await json.RunAsync("data", "show", _folder["set"], "--attributes", _folder["colors.csv"], "--json"));
        var attribute = JsonDocument.Parse(json.Output).RootElement.GetProperty("attribute");
        Assert.Equal(9, attribute.GetProperty("missing").GetInt32());
        Assert.Equal(45, attribute.GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("training").GetInt32() + group.GetProperty("validation").GetInt32()));
    }

    [Theory]
    [InlineData("--reweigh", "Losses are weighted so that class and attribute are independent.")]
    [InlineData("--balance", "Every epoch draws each class with each value equally often.")]
    public async Task Train_WithGroups_SaysSo_AndStoppedItResumesToTheSameBits(string option, string remark)
    {
        var whole = (await InProcess.EndAsync(Command("whole", option))).ShouldExit(ExitCode.Done);
        Assert.Matches(@"(?m)^Attribute color, training images: blue \d+, red \d+, missing \d+\. ", whole.Error);
        Assert.Contains(remark, whole.Error, StringComparison.Ordinal);
        using (var process = AtelierProcess.Start(Command("stopped", option)))
        {
            while (await process.ReadErrorLineAsync() is { } line && !line.StartsWith("    2 ", StringComparison.Ordinal))
            {
            }
            process.Signal("INT");
            (await process.EndAsync()).ShouldExit(ExitCode.Stopped);
        }
        (await AtelierProcess.RunAsync("resume", _folder["stopped"])).ShouldExit(ExitCode.Done);
        (await InProcess.EndAsync(Command("plain"))).ShouldExit(ExitCode.Done);
        var model = await File.ReadAllBytesAsync(_folder["whole/model.safetensors"]);
        Assert.Equal(model, await File.ReadAllBytesAsync(_folder["stopped/model.safetensors"]));
        Assert.NotEqual(model, await File.ReadAllBytesAsync(_folder["plain/model.safetensors"]));
    }

    [Fact]
    public async Task Resume_AfterTheAttributesChanged_IsRefused()
    {
        using (var process = AtelierProcess.Start(Command("changed", "--reweigh")))
        {
            while (await process.ReadErrorLineAsync() is { } line && !line.StartsWith("    2 ", StringComparison.Ordinal))
            {
            }
            process.Signal("INT");
            (await process.EndAsync()).ShouldExit(ExitCode.Stopped);
        }
        await File.WriteAllTextAsync(_folder["colors.csv"], (await File.ReadAllTextAsync(_folder["colors.csv"])).Replace("disc/0000.png,red", "disc/0000.png,blue", StringComparison.Ordinal));
        var ended = (await InProcess.EndAsync("resume", _folder["changed"])).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Contains("belongs to a run with different ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "Choose one of --reweigh and --balance.", "--reweigh", "--balance", "--attributes", "colors.csv")]
    [InlineData(ExitCode.WrongUsage, "Reweighing needs an attribute: name its file, or its column in the file of labels.", "--reweigh")]
    [InlineData(ExitCode.Failed, "colors.csv: has no column 'age'; its columns are file, color.", "--attributes", "colors.csv", "--attribute", "age")]
    [InlineData(ExitCode.Failed, "set: has no table with a column 'age'; name the CSV file that has it.", "--attribute", "age")]
    public async Task Train_WithOptionsThatDoNotFit_IsOneSentence(int code, string sentence, params string[] options)
    {
        var cli = new InProcess();
        Assert.Equal(code, await cli.RunAsync(["train", _folder["set"], "--network", "small", .. options.Select(option => option.EndsWith(".csv", StringComparison.Ordinal) ? _folder[option] : option)]));
        Assert.Contains($"{sentence}\n", cli.Error, StringComparison.Ordinal);
    }

    private string[] Command(string run, params string[] more) =>
    [
        "train", _folder["set"], "--network", "small", "--image-size", "32", "--batch-size", "8", "--threads", "1", "--phases", "constant(lr=1e-2,len=6)", "--checkpoint-every", "0",
        "--attributes", _folder["colors.csv"], "-o", _folder[run], .. more,
    ];
}
