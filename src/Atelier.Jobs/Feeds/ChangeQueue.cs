using System.Runtime.CompilerServices;

namespace Atelier.Jobs;

/// <summary>One listener's unread changes: only the newest of each job, so that a slow reader takes little memory and still sees the current state.</summary>
/// <param name="only">The only job to listen to; null for all.</param>
internal sealed class ChangeQueue(string? only)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _filled = new(0, 1);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, JobChange> _unread = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Adds a change, in place of an older one of the same job.</summary>
    public void Post(JobChange change)
    {
        if (only is not null && only != change.JobId)
            return;
        lock (_lock)
        {
            if (!_unread.ContainsKey(change.JobId))
                _order.Add(change.JobId);
            _unread[change.JobId] = change;
            Wake();
        }
    }

    /// <summary>Ends the reading after the changes that are there.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Wake();
        }
    }

    /// <summary>The changes as they arrive.</summary>
    public async IAsyncEnumerable<JobChange> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var isOpen = true;
        while (isOpen)
        {
            await _filled.WaitAsync(stop);
            foreach (var change in Empty(out isOpen))
                yield return change;
        }
    }

    private void Wake()
    {
        if (_filled.CurrentCount == 0)
            _filled.Release();
    }

    private List<JobChange> Empty(out bool isOpen)
    {
        lock (_lock)
        {
            var changes = _order.ConvertAll(id => _unread[id]);
            _order.Clear();
            _unread.Clear();
            isOpen = !_isClosed;
            return changes;
        }
    }
}
