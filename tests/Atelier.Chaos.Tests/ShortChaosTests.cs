namespace Atelier.Chaos.Tests;

/// <summary>A short form of <c>./build chaos</c>.</summary>
public sealed class ShortChaosTests
{
    [Fact]
    public async Task Chaos_ForAQuarterOfAMinute_BreaksNoPromise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs kill, env and prlimit");
        // A busy machine may take a minute for what a quiet one does in seconds, and is given more of them.
        var blows = 0;
        for (var seed = 1; blows < 6; seed++)
        {
            var report = await Trials.RunAsync(TimeSpan.FromSeconds(15), seed);
            Assert.Empty(report.Faults);
            Assert.All(report.Finished, times => Assert.True(times >= 1, report.Table));
            Assert.True(seed <= 4, $"{blows} blows in a minute, and in the last quarter:\n{report.Table}");
            blows += report.Blows;
        }
    }
}
