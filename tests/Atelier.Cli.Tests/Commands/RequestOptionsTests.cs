using System.CommandLine;
using System.Text.Json;
using Atelier.Stylization;

namespace Atelier.Cli.Tests;

public sealed class RequestOptionsTests(Studio studio) : IClassFixture<Studio>
{
    [Fact]
    public async Task Schema_Changed_ChangesHelpRangeAndDefault()
    {
        var usual = StylizationSchema.Default;
        var schema = usual.With(usual["size"] with { Least = 20, Most = 100, Default = JsonSerializer.SerializeToElement(48), Description = "How large." });
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await CommandTree.RunAsync(new RootCommand { new StylizeCommand(cli.Streams, schema) }, ["stylize", "--help"], cli.Streams));
        var help = string.Join(' ', cli.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("--size <number> How large. From 20 to 100. [default: 48]", help, StringComparison.Ordinal);

        cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync(new StylizeCommand(cli.Streams, schema), "a", "b", "-o", "c", "--size", "101"));
        Assert.StartsWith("atelier: --size takes a whole number from 20 to 100, not '101'.", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OfTheCommands_AreThoseOfTheSchema()
    {
        var streams = new InProcess().Streams;
        string[] Flags(Command command) => [.. command.Options.Select(option => option.Name)];
        Assert.Subset(Flags(new StylizeCommand(streams)).ToHashSet(), StylizationSchema.Default.For(RequestKind.Stylize).Select(setting => setting.Flag).ToHashSet());
        Assert.DoesNotContain("--style-weight", Flags(new ReconstructCommand(streams)));
        Assert.Contains("--evaluations", Flags(new ReconstructCommand(streams)));
    }

    [Fact]
    public async Task Preset_WithAnOptionBesideIt_GivesWayToTheOption()
    {
        var bold = await PixelsAsync("bold.png", "--preset", "bold");
        Assert.Equal(bold, await PixelsAsync("by-hand.png", "--strength", "2.5", "--style-scale", "1.6"));
        Assert.Equal(await PixelsAsync("scale.png", "--style-scale", "1.6"), await PixelsAsync("weaker.png", "--preset", "bold", "--strength", "1"));
        Assert.Equal(await PixelsAsync("weight.png", "--style-weight", "250"), await PixelsAsync("strength.png", "--strength", "2.5"));
        Assert.NotEqual(await PixelsAsync("detail.png", "--detail", "1"), await PixelsAsync("plain.png"));
        Studio.ShouldSay(
            await studio.StylizeAsync("none.png", "--preset", "huge"), ExitCode.WrongUsage,
            "There is no preset 'huge': use quick, default, bold, delicate, texture, large.");
    }

    private async Task<byte[]> PixelsAsync(string name, params string[] options)
    {
        (await studio.StylizeAsync(name, options)).ShouldExit(ExitCode.Done);
        return studio.Pixels(name);
    }
}
