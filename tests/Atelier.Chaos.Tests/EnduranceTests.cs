namespace Atelier.Chaos.Tests;

/// <summary>A short form of <c>./build chaos --jobs 1000 --requests 10000</c>.</summary>
public sealed class EnduranceTests
{
    [Fact]
    public async Task Studio_AfterManyJobsAndRequests_HoldsNoMoreThanAfterAFew()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        var report = await Endurance.RunAsync(jobs: 60, requests: 600);
        Assert.True(report.Growth.Count == 0, $"{string.Join(", ", report.Growth)}\n{report.Table}");
    }
}
