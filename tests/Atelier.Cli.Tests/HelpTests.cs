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

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("help", "stylize")]
    public async Task Help_AskedForInWords_IsTheHelp(params string[] args)
    {
        var (words, dashes) = (new InProcess(), new InProcess());
        Assert.Equal(ExitCode.Done, await words.RunAsync(args));
        await dashes.RunAsync([.. args.Skip(1), "--help"]);
        Assert.Equal(dashes.Output, words.Output);
        Assert.Contains("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by the user.", words.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Misspelled_IsSuggested()
    {
        var cli = new InProcess();
        Assert.Equal(ExitCode.WrongUsage, await cli.RunAsync("styilze"));
        Assert.StartsWith("atelier: There is no command 'styilze' here; did you mean 'stylize'?", cli.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Walk(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(child => Walk(child, $"{path} {child.Name}".Trim()))];

    private static IEnumerable<AtelierCommand> Leaves(Command command) =>
        command is AtelierCommand leaf ? [leaf] : command.Subcommands.SelectMany(Leaves);
}
