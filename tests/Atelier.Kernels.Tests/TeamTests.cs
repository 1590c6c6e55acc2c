using TorchSharp;

namespace Atelier.Kernels.Tests;

public sealed class TeamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Run_DoesEachPortionOnce(int count)
    {
        var done = new int[count];
        Team.Run(count, portion => Interlocked.Increment(ref done[portion]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Run_InPieces_CoversAVectorOnce()
    {
        var seen = new int[1001];
        Team.Run(seen.Length, 100, (at, count) =>
        {
            foreach (ref var times in seen.AsSpan((int)at, count))
                times++;
        });
        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task Run_ByMoreCallersThanItHasPlacesFor_ServesEach()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 40).Select(caller => Task.Factory.StartNew(() => Enumerable.Range(0, 100).Sum(_ =>
        {
            var sum = 0;
            Team.Run(50, portion => Interlocked.Add(ref sum, portion * caller));
            return sum;
        }), TaskCreationOptions.LongRunning)));
        Assert.Equal(Enumerable.Range(0, 40).Select(caller => 100 * caller * (49 * 50 / 2)), sums);
    }

    [Fact]
    public void Run_WithinAPortion_IsDoneWithIt()
    {
        var sum = 0;
        Team.Run(8, outer => Team.Run(8, inner => Interlocked.Add(ref sum, outer * inner)));
        Assert.Equal(28 * 28, sum);
    }

    [Fact]
    public void Run_WhenAPortionThrows_ThrowsItWhenTheOthersAreDone()
    {
        var done = 0;
        Assert.Throws<InvalidTimeZoneException>(() => Team.Run(100, portion =>
        {
            if (portion == 3)
                throw new InvalidTimeZoneException();
            Interlocked.Increment(ref done);
        }));
        Assert.Equal(99, done);
    }

    [Fact]
    public void Run_AfterAPause_WakesThoseWhoSleep()
    {
        Assert.SkipWhen(torch.get_num_threads() < 2, "needs two threads");
        Team.Run(2, _ => { });
        Thread.Sleep(50);
        using var both = new Barrier(2);
        var met = new bool[2];
        Team.Run(2, portion => met[portion] = both.SignalAndWait(TimeSpan.FromSeconds(30)));
        Assert.Equal([true, true], met);
    }
}
