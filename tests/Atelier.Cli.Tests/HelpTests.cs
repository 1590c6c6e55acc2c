using System.CommandLine;

namespace Atelier.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. Walk(CommandTree.Build(new InProcess().Streams), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEachCommand_HasADescriptionAndAnExample(string command)
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.Done, await cli.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Assert.Empty(cli.Error);
        Assert.Matches(@"Description:\n  \S", cli.Output);
        Assert.Contains($"Examples:\n  atelier {command}".TrimEnd(), cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_OfEachCommand_Parse()
    {
        var root = CommandTree.Build(new InProcess().Streams);
        foreach (var example in Leaves(root).SelectMany(leaf => leaf.Examples))
            Assert.True(root.Parse(example["atelier".Length..].Trim()).Errors is [], example);
    }

    [Fact]
    public async Task Help_OfTheRealProgram_ExitsWith0() =>
        Assert.Contains("doctor", (await AtelierProcess.RunAsync("--help")).ShouldExit(ExitCode.Done).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("paint")]
    [InlineData("doctor", "--frobnicate")]
    [InlineData("doctor", "too", "much")]
    public async Task WrongUsage_OfTheRealProgram_ExitsWith2AndPointsAtHelp(params string[] args)
    {
        var ended = (await AtelierProcess.RunAsync(args)).ShouldExit(ExitCode.WrongUsage).ShouldShowNoStackTrace();
        Assert.Empty(ended.Output);
        Assert.Contains("--help", ended.Error, StringComparison.Ordinal);
        Assert.InRange(ended.Error.TrimEnd().Split('\n').Length, 2, 3);
    }

    private static IEnumerable<string> Walk(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(child => Walk(child, $"{path} {child.Name}".Trim()))];

    private static IEnumerable<AtelierCommand> Leaves(Command command) =>
        command is AtelierCommand leaf ? [leaf] : command.Subcommands.SelectMany(Leaves);
}
