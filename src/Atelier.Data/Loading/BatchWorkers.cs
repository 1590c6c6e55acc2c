using System.Runtime.ExceptionServices;

namespace Atelier.Data;

/// <summary>
/// Threads that paint an epoch's samples in order, a bounded number of batches ahead of the reader. Which thread paints what
/// does not affect the result.
/// </summary>
internal sealed class BatchWorkers : IDisposable
{
    private readonly object _lock = new();
    private readonly SampleFeed _feed;
    private readonly ImageDataOptions _options;
    private readonly int _epoch;
    private readonly Func<int, int[]> _samplesOf;
    private readonly int _end;
    private readonly Dictionary<int, PendingBatch> _pending = [];
    private readonly Thread[] _threads;
    private int _taken;
    private int _batch;
    private int _place;
    private bool _isOver;
    private Exception? _failure;

    /// <param name="feed">The source of the samples.</param>
    /// <param name="options">Threads, batches ahead, size.</param>
    /// <param name="epoch">0-based.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="samplesOf">The samples of a batch.</param>
    public BatchWorkers(SampleFeed feed, ImageDataOptions options, int epoch, int first, int end, Func<int, int[]> samplesOf)
    {
        (_feed, _options, _epoch, _end, _samplesOf) = (feed, options, epoch, end, samplesOf);
        _taken = _batch = first;
        _threads = [.. Enumerable.Range(0, options.Workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"Atelier data {i}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>The next batch, which may have lost corrupt samples; waits until it is complete.</summary>
    /// <returns>Null if it has lost all of them.</returns>
    /// <exception cref="DataSetException">A sample could not be made.</exception>
    public Batch? Take(CancellationToken stop)
    {
        using var wake = stop.Register(Wake);
        PendingBatch? whole;
        lock (_lock)
        {
            while (!_pending.TryGetValue(_taken, out whole) || whole.Missing > 0)
            {
                stop.ThrowIfCancellationRequested();
                if (_failure is { } failure)
                    ExceptionDispatchInfo.Throw(failure);
                Monitor.Wait(_lock);
            }
            _pending.Remove(_taken++);
            Monitor.PulseAll(_lock);
        }
        using (whole)
            return whole.Take();
    }

    /// <summary>Stops the threads and frees what was prepared ahead.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
        }
        Array.ForEach(_threads, thread => thread.Join());
        foreach (var batch in _pending.Values)
            batch.Dispose();
    }

    private void Wake()
    {
        lock (_lock)
            Monitor.PulseAll(_lock);
    }

    private void Work()
    {
        var painter = _feed.NewPainter();
        try
        {
            while (Next() is var (batch, place))
            {
                batch.Paint(painter, _epoch, place);
                lock (_lock)
                {
                    if (--batch.Missing == 0)
                        Monitor.PulseAll(_lock);
                }
            }
        }
        catch (Exception e)
        {
            // Nobody would catch it on this thread: the reader gets it.
            lock (_lock)
            {
                (_failure, _isOver) = (_failure ?? e, true);
                Monitor.PulseAll(_lock);
            }
        }
    }

    private (PendingBatch Batch, int Place)? Next()
    {
        lock (_lock)
        {
            while (!_isOver && _batch < _end && _batch >= _taken + _options.Prefetch)
                Monitor.Wait(_lock);
            if (_isOver || _batch >= _end)
                return null;
            if (!_pending.TryGetValue(_batch, out var pending))
                _pending.Add(_batch, pending = new(_feed, _samplesOf(_batch), _options));
            var next = (pending, _place);
            if (++_place == pending.Count)
                (_batch, _place) = (_batch + 1, 0);
            return next;
        }
    }
}
