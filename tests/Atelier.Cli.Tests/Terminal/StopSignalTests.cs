namespace Atelier.Cli.Tests;

public sealed class StopSignalTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_Once_StopsTheCommandWith130(string signal)
    {
        using var process = await StartAsync("polite");
        process.Signal(signal);
        var ended = (await process.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace();
        Assert.Contains("Stopped.", ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task Signal_Twice_EndsACommandThatDoesNotListen()
    {
        using var process = await StartAsync("stubborn");
        process.Signal("INT");
        Assert.Equal("", await process.ReadErrorLineAsync());
        Assert.StartsWith("Stopping", await process.ReadErrorLineAsync(), StringComparison.Ordinal);
        process.Signal("INT");
        (await process.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace();
    }

    private static async Task<AtelierProcess> StartAsync(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send");
        var process = AtelierProcess.StartProbe(command);
        Assert.Equal("ready", await process.ReadErrorLineAsync());
        return process;
    }
}
