namespace Atelier.Cli.Tests;

public sealed class StylizeRefusalTests(Studio studio) : IClassFixture<Studio>
{
    private const string Nothing = "none.png";

    [Theory]
    [InlineData(ExitCode.WrongUsage, "--blend takes one number for each painting: 2 for 1 given.", "--blend", "1", "2")]
    [InlineData(ExitCode.WrongUsage, "--blend takes numbers from 0 to 1000000000000000, not 'half'.", "--blend", "half")]
    [InlineData(ExitCode.WrongUsage, "--blend takes at least one number above 0.", "--blend", "0")]
    [InlineData(ExitCode.WrongUsage, "vgg19 has no layer 'relu9_9': use relu1_1 to", "--style-layers", "relu9_9")]
    [InlineData(ExitCode.WrongUsage, "cannot be tapped here: use one of relu1_1, relu1_2, relu2_1", "--content-layers", "relu5_1")]
    [InlineData(ExitCode.WrongUsage, "--content-layers takes layers as relu3_2 or relu3_2:WEIGHT, not 'relu1_1:x'.", "--content-layers", "relu1_1:x")]
    [InlineData(ExitCode.Failed, "The layer relu1_1 is named twice", "--style-layers", "relu1_1", "1")]
    [InlineData(ExitCode.Failed, "The weights of the layers must be 0 or more, and not all 0.", "--style-layers", "relu1_1:0")]
    [InlineData(ExitCode.Failed, "there is nothing to paint", "--content-weight", "0", "--style-weight", "0")]
    [InlineData(ExitCode.WrongUsage, "lesson13 has constants of its own: leave out --size", "--recipe", "lesson13")]
    [InlineData(ExitCode.Failed, "gone.jpg: no such file; --start takes content, noise or a picture's file.", "--start", "gone.jpg")]
    public async Task Stylize_WithAWrongOption_SaysWhatItTakes(int code, string expected, params string[] options) =>
        await ShouldRefuseAsync(studio.Stylize(Nothing, options), code, expected);

    [Fact]
    public async Task Stylize_OntoAnExistingFile_IsRefusedAndTheFileKept()
    {
        await File.WriteAllTextAsync(studio["mine.png"], "mine");
        // The network is garbage: a refusal that comes first was made before any work.
        await File.WriteAllTextAsync(studio["garbage.pth"], "garbage");
        await ShouldRefuseAsync(
            ["stylize", studio.Photo, studio.Painting, "-o", studio["mine.png"], "--network", studio["garbage.pth"]], ExitCode.Failed,
            "mine.png: exists already; use --force to replace it.");
        Assert.Equal("mine", await File.ReadAllTextAsync(studio["mine.png"]));
        (await studio.StylizeAsync("mine.png", "--force")).ShouldExit(ExitCode.Done);
        Assert.Equal((64, 48), studio.SizeOf("mine.png"));
    }

    [Theory]
    [InlineData("out.xyz", "out.xyz: cannot be written as an image: end the name in")]
    [InlineData("photo.png/out.png", "photo.png is a file, not a folder.")]
    public async Task Stylize_OntoANameThatCannotBe_IsRefusedBeforeAnyWork(string output, string expected)
    {
        await File.WriteAllTextAsync(studio["garbage.pth"], "garbage");
        await ShouldRefuseAsync(
            ["stylize", studio.Photo, studio.Painting, "-o", studio[output], "--network", studio["garbage.pth"]], ExitCode.Failed, expected);
    }

    [Fact]
    public async Task Stylize_WithKernelsThatDoNotExist_NamesThoseThatDo()
    {
        var environment = new Dictionary<string, string> { ["ATELIER_KERNELS"] = "sse" };
        var ended = (await AtelierProcess.RunAsync(environment, studio.Stylize(Nothing, []))).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Equal("atelier: ATELIER_KERNELS is 'sse', which is none of avx512, avx2, neon, torch: correct it or unset it.", ended.Error.TrimEnd());
        Assert.False(File.Exists(studio[Nothing]));
    }

    [Fact]
    public async Task Stylize_WithAGarbageNetwork_NamesTheFile()
    {
        await File.WriteAllTextAsync(studio["garbage.pth"], "garbage");
        await ShouldRefuseAsync(
            ["stylize", studio.Photo, studio.Painting, "-o", studio[Nothing], "--network", studio["garbage.pth"]], ExitCode.Failed,
            "garbage.pth: is neither a .safetensors file nor one that PyTorch saved");
        await ShouldRefuseAsync(
            ["stylize", studio.Photo, studio.Painting, "-o", studio[Nothing], "--network", "vgg99"], ExitCode.WrongUsage, "There is no network 'vgg99': did you mean vgg");
    }

    [Fact]
    public async Task Stylize_OfAMissingPainting_NamesIt() => await ShouldRefuseAsync(
        ["stylize", studio.Photo, "gone.jpg", "-o", studio[Nothing], "--network", studio.Network], ExitCode.Failed, "atelier: gone.jpg: no such file.");

    [Fact]
    public async Task Stylize_OfATruncatedPhoto_NamesIt()
    {
        await File.WriteAllBytesAsync(studio["cut.png"], studio.Bytes("photo.png")[..^200]);
        await ShouldRefuseAsync(["stylize", studio["cut.png"], studio.Painting, "-o", studio[Nothing], "--network", studio.Network], ExitCode.Failed, "cut.png: ");
    }

    [Fact]
    public async Task Stylize_OfATextNamedAsAPicture_NamesIt()
    {
        await File.WriteAllTextAsync(studio["text.jpg"], "not a picture");
        await ShouldRefuseAsync(["stylize", studio.Photo, studio["text.jpg"], "-o", studio[Nothing], "--network", studio.Network], ExitCode.Failed, "text.jpg: ");
    }

    private async Task ShouldRefuseAsync(string[] args, int code, string expected)
    {
        var before = studio.Files();
        Studio.ShouldSay(await InProcess.EndAsync(args), code, expected);
        Assert.Equal(before, studio.Files());
    }
}
