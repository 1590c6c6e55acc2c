using Atelier.Core;

namespace Atelier.Cli.Tests;

public sealed class CommandFrameTests
{
    private readonly InProcess _cli = new();

    [Fact]
    public async Task Result_WithJson_IsOneObjectOnOneLine()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, call) => call.Finish(new { FinalLoss = 0.5, Bad = double.NaN, Kind = DayOfWeek.Friday }, "text"));
        Assert.Equal(ExitCode.Done, await _cli.RunAsync(probe, "-o", "x", "--json"));
        Assert.Equal("{\"finalLoss\":0.5,\"bad\":\"NaN\",\"kind\":\"friday\"}\n", _cli.Output);
    }

    [Fact]
    public async Task Result_WithoutJson_IsTheText()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, call) => call.Finish(new { A = 1 }, "[text] /a/b"));
        Assert.Equal(ExitCode.Done, await _cli.RunAsync(probe, "-o", "x"));
        Assert.Equal("[text] /a/b\n", _cli.Output);
    }

    [Fact]
    public async Task ComputeOptions_AsGiven_ArriveInTheSettings()
    {
        var probe = new ProbeCommand(_cli.Streams, (p, call) => call.Finish(p.Compute.Read(call), ""));
        await _cli.RunAsync(probe, "-o", "x", "--json", "--seed", "9", "--threads", "2", "--device", "cuda");
        Assert.Equal("{\"seed\":9,\"device\":\"cuda\",\"threads\":2}\n", _cli.Output);
    }

    [Fact]
    public async Task ComputeOptions_NotGiven_HaveDefaults()
    {
        var probe = new ProbeCommand(_cli.Streams, (p, call) => call.Finish(p.Compute.Read(call), ""));
        await _cli.RunAsync(probe, "-o", "x", "--json");
        Assert.Equal("{\"seed\":0,\"device\":\"cpu\",\"threads\":null}\n", _cli.Output);
    }

    [Theory]
    [InlineData("--steps takes a whole number of at least 1, not '0'.", "--steps", "0")]
    [InlineData("--steps takes a whole number of at least 1, not '1.5'.", "--steps", "1.5")]
    [InlineData("--weight takes a number from 0 to 10, not 'nan'.", "--weight", "nan")]
    [InlineData("--weight takes a number from 0 to 10, not '11'.", "--weight", "11")]
    [InlineData("--start takes content or noise, not 'photo'.", "--start", "photo")]
    [InlineData("--seed takes a whole number of at least 0, not '-1'.", "--seed", "-1")]
    [InlineData("--threads takes a whole number from 1 to 1024, not '0'.", "--threads", "0")]
    [InlineData("--device takes cpu or cuda, not 'tpu'.", "--device", "tpu")]
    [InlineData("--weight takes a number from 0 to 10, not '0,5'.", "--weight", "0,5")]
    [InlineData("--steps takes a whole number of at least 1, not '1,000'.", "--steps", "1,000")]
    [InlineData("There is no option '--stepz' here; did you mean '--steps'?", "--stepz", "3")]
    [InlineData("There is no option '--colour' here.", "--colour", "3")]
    [InlineData("--start is given an empty text: give it a value, or leave it out.", "--start", "")]
    [InlineData("--weight is given an empty text: give it a value, or leave it out.", "--weight", "")]
    public async Task WrongValue_Exits2_WithOneLineAndAHint(string message, params string[] args)
    {
        var probe = new ProbeCommand(_cli.Streams, (_, _) => throw new InvalidOperationException("must not run"));
        Assert.Equal(ExitCode.WrongUsage, await _cli.RunAsync(probe, ["-o", "x", .. args]));
        Assert.Equal($"atelier: {message}\nSee: atelier --help\n", _cli.Error);
        Assert.Empty(_cli.Output);
    }

    [Fact]
    public async Task EmptyOutput_Exits2()
    {
        Assert.Equal(ExitCode.WrongUsage, await _cli.RunAsync(new ProbeCommand(_cli.Streams, (_, _) => 0), "-o", ""));
        Assert.Equal("atelier: -o is given an empty text: give it a value, or leave it out.\nSee: atelier --help\n", _cli.Error);
    }

    [Fact]
    public async Task Remark_WhileABarIsDrawn_StandsAboveIt()
    {
        var cli = new InProcess(isTerminal: true);
        var probe = new ProbeCommand(cli.Streams, (_, call) =>
        {
            using (var bar = call.Progress("steps"))
            {
                bar.Report(new ProgressState(1, 4));
                call.Say("A remark.");
            }
            call.Say("Another.");
            return 0;
        });
        Assert.Equal(ExitCode.Done, await cli.RunAsync(probe, "-o", "x"));
        Assert.Contains("\rA remark.\u001b[K\n\r", cli.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nAnother.\n", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingOutput_Exits2()
    {
        Assert.Equal(ExitCode.WrongUsage, await _cli.RunAsync(new ProbeCommand(_cli.Streams, (_, _) => 0)));
        Assert.Contains("--output", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedOption_IsWrongUsage_WithoutTheParameterName()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, _) => Invocation.Build(() => Require.Positive(-1, "Steps")));
        Assert.Equal(ExitCode.WrongUsage, await _cli.RunAsync(probe, "-o", "x"));
        Assert.StartsWith("atelier: Steps must be greater than 0, but is -1.\nSee:", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bug_Exits1_AsksForAReport_AndShowsNoStackTrace()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, _) => throw new InvalidOperationException("first line\nsecond"));
        Assert.Equal(ExitCode.Failed, await _cli.RunAsync(probe, "-o", "x"));
        Assert.StartsWith("atelier: Unexpected error: InvalidOperationException: first line", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("please report it", _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Bug_WithDebugOn_ShowsTheStackTraceToo()
    {
        Environment.SetEnvironmentVariable("ATELIER_DEBUG", "1");
        try
        {
            var probe = new ProbeCommand(_cli.Streams, (_, _) => throw new InvalidOperationException("reason"));
            Assert.Equal(ExitCode.Failed, await _cli.RunAsync(probe, "-o", "x"));
            Assert.Matches(@"(?m)^\s+at .*RunAsync", _cli.Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ATELIER_DEBUG", null);
        }
    }

    [Fact]
    public async Task OutOfMemory_SaysSo()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, _) => throw new InvalidOperationException("[enforce fail] DefaultCPUAllocator: not enough memory: you tried ..."));
        Assert.Equal(ExitCode.Failed, await _cli.RunAsync(probe, "-o", "x"));
        Assert.Equal("atelier: There is not enough memory for this: use a smaller size, or close other programs.\n", _cli.Error);
    }

    [Fact]
    public async Task Cancellation_WithoutASignal_IsABug()
    {
        var probe = new ProbeCommand(_cli.Streams, (_, _) => throw new OperationCanceledException());
        Assert.Equal(ExitCode.Failed, await _cli.RunAsync(probe, "-o", "x"));
    }
}
