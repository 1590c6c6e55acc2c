using System.Diagnostics;

namespace Atelier.Jobs;

/// <summary>When to do again what costs time: not more often than a given time, nor for more than a share of the time. For one thread.</summary>
/// <param name="least">From one start to the next, at least.</param>
/// <param name="share">Of the time that it may take.</param>
internal sealed class Throttle(TimeSpan least, double share)
{
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _cost;

    /// <summary>Whether it is time.</summary>
    public bool IsDue => Stopwatch.GetElapsedTime(_last) is var since && since >= least && since >= _cost / share;

    /// <summary>Does it, and measures.</summary>
    public void Do(Action work)
    {
        _last = Stopwatch.GetTimestamp();
        work();
        _cost = Stopwatch.GetElapsedTime(_last);
    }
}
