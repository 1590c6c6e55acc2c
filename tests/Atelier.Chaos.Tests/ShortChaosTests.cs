namespace Atelier.Chaos.Tests;

/// <summary>A short form of <c>./build chaos</c>.</summary>
public sealed class ShortChaosTests
{
    [Fact]
    public async Task Chaos_ForAQuarterOfAMinute_BreaksNoPromise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs kill, env and prlimit");
        var report = await Trials.RunAsync(TimeSpan.FromSeconds(15), seed: 1);
        Assert.Empty(report.Faults);
        Assert.True(report.Blows >= 6, report.Table);
        Assert.All(report.Finished, times => Assert.True(times >= 1, report.Table));
    }
}
