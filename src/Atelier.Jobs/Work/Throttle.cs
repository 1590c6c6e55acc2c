using System.Diagnostics;

namespace Atelier.Jobs;

/// <summary>Limits how often something expensive is done: by an interval, and by its share of the time. For one thread.</summary>
/// <param name="interval">From one start to the next, at least.</param>
/// <param name="share">Of the time that it may take.</param>
internal sealed class Throttle(TimeSpan interval, double share)
{
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _cost;

    /// <summary>Whether it is time to do it again.</summary>
    public bool IsDue => Stopwatch.GetElapsedTime(_last) is var since && since >= interval && since >= _cost / share;

    /// <summary>Does it and measures the time.</summary>
    public void Do(Action work)
    {
        _last = Stopwatch.GetTimestamp();
        work();
        _cost = Stopwatch.GetElapsedTime(_last);
    }
}

/// <summary>Measures the rate of a run and estimates its end. For one thread.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Queue<(TimeSpan At, int Evaluation, double Part)> _recent = [];

    /// <summary>Since it was created.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Records an evaluation.</summary>
    /// <param name="evaluation">Evaluations done.</param>
    /// <param name="part">Share of the work that is done.</param>
    /// <returns>Evaluations per second, and seconds left; null until there is enough to measure.</returns>
    public (double? Rate, double? SecondsLeft) Add(int evaluation, double part)
    {
        var now = Elapsed;
        _recent.Enqueue((now, evaluation, part));
        while (_recent.Count > 2 && now - _recent.Peek().At > Window)
            _recent.Dequeue();
        var first = _recent.Peek();
        var span = now - first.At;
        if (span < Enough || part <= first.Part)
            return (null, null);
        return (Math.Round((evaluation - first.Evaluation) / span.TotalSeconds, 2), Math.Round((1 - part) * span.TotalSeconds / (part - first.Part), 1));
    }
}
