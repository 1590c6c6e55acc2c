namespace Atelier.Cli.Tests;

public sealed class ProgressLineTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Log_GetsALineEveryFewSeconds_AndTheLastState()
    {
        var cli = new InProcess();
        using (var line = new ProgressLine(cli.Streams, "evaluations", _clock))
        {
            for (var step = 1; step <= 11; step++)
            {
                _clock.Advance(seconds: 1);
                line.Report(new ProgressState(step * 10, 200) { Loss = 1234.5678 });
            }
        }
        Assert.Equal(
            """
             25%  50/200 evaluations  10.0/s  loss 1235  0:15 left
             50%  100/200 evaluations  10.0/s  loss 1235  0:10 left
             55%  110/200 evaluations  10.0/s  loss 1235  0:09 left

            """.ReplaceLineEndings("\n"),
            cli.Error);
        Assert.Empty(cli.Output);
    }

    [Fact]
    public void Terminal_RedrawsOneLine_WithinItsWidth()
    {
        var cli = new InProcess(isTerminal: true, width: 60);
        using (var line = new ProgressLine(cli.Streams, "evaluations", _clock))
        {
            for (var step = 1; step <= 4; step++)
            {
                _clock.Advance(seconds: 1);
                line.Report(new ProgressState(step, 4) { Stage = "512 px, the second of three", Loss = 0.001 });
            }
        }
        Assert.EndsWith("\n", cli.Error, StringComparison.Ordinal);
        var drawings = cli.Error.TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, drawings.Length);
        Assert.All(drawings, drawing => Assert.True(drawing.Replace("\u001b[K", "", StringComparison.Ordinal).Length <= 59, drawing));
        Assert.StartsWith("████░░░░░░░░░░  25%  1/4 evaluations  512 px", drawings[0], StringComparison.Ordinal);
        Assert.StartsWith(new string('█', 14) + " 100%  4/4", drawings[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_ReportsInQuickSuccession_AreDrawnOnceAndAtTheEnd()
    {
        var cli = new InProcess(isTerminal: true);
        using (var line = new ProgressLine(cli.Streams, "steps", _clock))
        {
            _clock.Advance(seconds: 1);
            for (var step = 1; step <= 100; step++)
                line.Report(new ProgressState(step, 1000));
        }
        Assert.Equal(2, cli.Error.Count(c => c == '\r'));
        Assert.Contains("100/1000 steps", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Part_WhereUnitsAreOfUnlikeCost_DrivesPercentAndTimeLeft()
    {
        var cli = new InProcess();
        using (var line = new ProgressLine(cli.Streams, "steps", _clock))
        {
            _clock.Advance(seconds: 5);
            line.Report(new ProgressState(5, 10) { Part = 0.1 });
        }
        Assert.Equal(" 10%  5/10 steps  0:45 left\n", cli.Error);
    }

    [Theory]
    [InlineData(true, "\r████░░░░░░░░░░  25%  1/4 steps  0:03 left\u001b[K\rA row\u001b[K\n\r████░░░░░░░░░░  25%  1/4 steps  0:03 left\u001b[K\n")]
    [InlineData(false, "A row\n 25%  1/4 steps  0:03 left\n")]
    public void WriteAbove_KeepsItsLine_AndDrawsTheBarBelow(bool isTerminal, string expected)
    {
        var cli = new InProcess(isTerminal: isTerminal, width: 60);
        using (var line = new ProgressLine(cli.Streams, "steps", _clock))
        {
            _clock.Advance(seconds: 1);
            line.Report(new ProgressState(1, 4));
            line.WriteAbove("A row");
        }
        Assert.Equal(expected, cli.Error);
    }

    [Theory]
    [InlineData(8, 1, 100, "8.0 s each", "13:30 left")]
    [InlineData(8, 1, 10, "8.0 s each", "1:15 left")]
    [InlineData(8, 1, 4, "8.0 s each", "0:24 left")]
    [InlineData(8, 16, 32, "2.0/s", "0:08 left")]
    public void Rate_OfLongSteps_IsTheirTime_AndTheTimeLeftIsAsExactAsItIsKnown(double seconds, int steps, int total, string rate, string left)
    {
        var cli = new InProcess();
        using (var line = new ProgressLine(cli.Streams, "steps", _clock))
        {
            line.Report(new ProgressState(0, total));
            _clock.Advance(seconds);
            line.Report(new ProgressState(steps, total) { Loss = 3, BestLoss = 2.5 });
        }
        Assert.Contains($" steps  {rate}  best loss 2.5  {left}\n", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_Reported_WritesNothing()
    {
        var cli = new InProcess(isTerminal: true);
        new ProgressLine(cli.Streams, "steps", _clock).Dispose();
        Assert.Empty(cli.Error);
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(double seconds) => _now += (long)(seconds * TimeSpan.TicksPerSecond);

        public override long GetTimestamp() => _now;
    }
}
