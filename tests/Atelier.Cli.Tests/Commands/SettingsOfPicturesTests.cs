using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class SettingsOfPicturesTests(Studio studio) : IClassFixture<Studio>
{
    private static readonly string[] Odd = ["--size", "64", "--evaluations", "5", "--style-weight", "33", "--style-scale", "0.7", "--colors", "linear"];

    [Theory]
    [InlineData("out.png")]
    [InlineData("out.jpg")]
    [InlineData("out.webp")]
    [InlineData("out.tif")]
    [InlineData("out.avif")]
    public async Task Like_RepeatsThePicture(string name)
    {
        (await StylizeAsync(name, Odd)).ShouldExit(ExitCode.Done);
        (await StylizeAsync("again-" + name, "--like", studio[name])).ShouldExit(ExitCode.Done);
        Assert.Equal(studio.Bytes(name), studio.Bytes("again-" + name));
        Assert.Contains("\"styleWeight\":33", ImageFile.ReadTexts(studio[name])["Atelier"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Like_GivesWayToWhatIsGiven()
    {
        (await StylizeAsync("one.png", Odd)).ShouldExit(ExitCode.Done);
        (await StylizeAsync("other.png", "--like", studio["one.png"], "--style-weight", "200")).ShouldExit(ExitCode.Done);
        (await StylizeAsync("given.png", [.. Odd[..4], "--style-weight", "200", .. Odd[6..]])).ShouldExit(ExitCode.Done);
        Assert.Equal(studio.Bytes("given.png"), studio.Bytes("other.png"));
        Assert.NotEqual(studio.Bytes("one.png"), studio.Bytes("other.png"));
    }

    [Fact]
    public async Task Like_WhatSaysNothing_IsRefusedInASentence()
    {
        Assert.Contains("does not say how it was painted", (await StylizeAsync("never.png", "--like", studio.Photo)).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
        Assert.Contains("no such file", (await StylizeAsync("never.png", "--like", studio["none.png"])).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace().Error, StringComparison.Ordinal);
        Assert.Contains("leave out --preset", (await StylizeAsync("never.png", "--like", studio.Photo, "--preset", "bold")).ShouldExit(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("never.png", studio.Files());
    }

    private Task<AtelierProcess.Ended> StylizeAsync(string output, params string[] options) =>
        InProcess.EndAsync(["stylize", studio.Photo, studio.Painting, "-o", studio[output], .. options]);
}
