using System.Diagnostics;

namespace Atelier.Jobs;

/// <summary>Measures a run's rate and foretells its end. For one thread.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Queue<(TimeSpan At, int Step, double Part)> _recent = [];

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Takes note of a step.</summary>
    /// <param name="step">Evaluations done.</param>
    /// <param name="part">Share of the work that is done.</param>
    /// <returns>Evaluations a second, and seconds left; null until enough was seen.</returns>
    public (double? Rate, double? SecondsLeft) Pass(int step, double part)
    {
        var now = Elapsed;
        _recent.Enqueue((now, step, part));
        while (_recent.Count > 2 && now - _recent.Peek().At > Window)
            _recent.Dequeue();
        var first = _recent.Peek();
        var span = now - first.At;
        if (span < Enough || part <= first.Part)
            return (null, null);
        return (Math.Round((step - first.Step) / span.TotalSeconds, 2), Math.Round((1 - part) * span.TotalSeconds / (part - first.Part), 1));
    }
}
