using System.Globalization;

namespace Atelier.Cli;

/// <summary>
/// Progress of long work on standard error: bar, percent, rate, loss, time left. A terminal sees one line redrawn in place;
/// a log gets a plain line every few seconds.
/// </summary>
/// <remarks>Safe to report to from any thread.</remarks>
internal sealed class ProgressLine : IProgress<ProgressState>, IDisposable
{
    private const int BarWidth = 14;
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Streams _streams;
    private readonly string _unit;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Queue<(TimeSpan At, long Done)> _recent = [];
    private TimeSpan? _drawn;
    private ProgressState? _undrawn;
    private ProgressState? _last;

    /// <param name="streams">Draws on their standard error.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public ProgressLine(Streams streams, string unit, TimeProvider? time = null)
    {
        (_streams, _unit, _time) = (streams, unit, time ?? TimeProvider.System);
        _start = _time.GetTimestamp();
    }

    /// <summary>Called when it is disposed; nothing by default.</summary>
    public Action? Ended { get; init; }

    /// <summary>Draws, unless the last drawing is quite new.</summary>
    public void Report(ProgressState value)
    {
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_start);
            _recent.Enqueue((now, value.Done));
            while (_recent.Count > 2 && now - _recent.Peek().At > RateOver)
                _recent.Dequeue();
            _undrawn = value;
            if (_streams.ErrorIsTerminal ? _drawn is not { } drawn || now - drawn >= RedrawEvery : now - (_drawn ?? TimeSpan.Zero) >= LogEvery)
                Draw(value, now);
        }
    }

    /// <summary>Writes a line that stays, above the one that is redrawn.</summary>
    public void WriteAbove(string line)
    {
        lock (_lock)
        {
            var isDrawn = _streams.ErrorIsTerminal && _drawn is not null;
            _streams.Error.WriteLine(isDrawn ? $"\r{line}\u001b[K" : line);
            if (isDrawn && (_undrawn ?? _last) is { } state)
                Draw(state, _time.GetElapsedTime(_start));
        }
    }

    /// <summary>Draws the last state, unless nothing was done, and ends the line.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_undrawn is { Done: > 0 } state)
                Draw(state, _time.GetElapsedTime(_start));
            if (_streams.ErrorIsTerminal && _drawn is not null)
                _streams.Error.WriteLine();
            _drawn = null;
        }
        Ended?.Invoke();
    }

    private void Draw(ProgressState state, TimeSpan now)
    {
        var line = Describe(state, now);
        if (_streams.ErrorIsTerminal)
            _streams.Error.Write($"\r{Fit($"{Bar(state.Fraction)} {line}", _streams.Width - 1)}\u001b[K");
        else
            _streams.Error.WriteLine(line);
        (_drawn, _undrawn, _last) = (now, null, state);
    }

    private string Describe(ProgressState state, TimeSpan now)
    {
        List<string> parts = [string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(state.Fraction * 100),3}%"), $"{state.Done}/{state.Total} {_unit}"];
        if (state.Stage is { } stage)
            parts.Add(stage);
        if (Rate(now) is { } rate)
            parts.Add(rate is >= 1 or <= 0 ? $"{rate:0.0}/s" : $"{1 / rate:0.0} s each");
        if ((state.BestLoss ?? state.Loss) is { } loss)
            parts.Add($"{(state.BestLoss is null ? "" : "best ")}loss {loss:G4}");
        if (state.Fraction > state.Before && state.Fraction < 1)
            parts.Add($"{Clock(Calm(now * ((1 - state.Fraction) / (state.Fraction - state.Before))))} left");
        else if (state.Fraction >= 1)
            parts.Add($"{Clock(now)} in all");
        return string.Join("  ", parts);
    }

    private double? Rate(TimeSpan now) =>
        _recent.TryPeek(out var first) && now - first.At is { TotalSeconds: > 0 } span
            ? (_recent.Last().Done - first.Done) / span.TotalSeconds
            : null;

    private static string Bar(double fraction)
    {
        var filled = (int)Math.Round(fraction * BarWidth);
        return new string('█', filled) + new string('░', BarWidth - filled);
    }

    // The more is left, the less each second of it is known.
    private static TimeSpan Calm(TimeSpan left)
    {
        var step = left.TotalMinutes switch { < 1 => 1, < 10 => 5, < 60 => 30, _ => 60 };
        return TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds / step) * step);
    }

    private static string Clock(TimeSpan time) =>
        time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    private static string Fit(string line, int width) => line.Length <= width ? line : line[..Math.Max(width, 0)];
}
