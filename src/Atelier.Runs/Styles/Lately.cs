namespace Atelier.Runs;

/// <summary>What is known of pictures that were used lately.</summary>
/// <typeparam name="T">What is known.</typeparam>
/// <param name="steps">What was not used for more steps than these is forgotten.</param>
internal sealed class Lately<T>(int steps) : IDisposable
    where T : IDisposable
{
    private readonly Dictionary<int, (T Known, int Used)> _known = [];

    /// <summary>What is known of a picture; it is looked at if it was not lately.</summary>
    /// <param name="number">The picture's.</param>
    /// <param name="step">Now.</param>
    /// <param name="look">Looks at it.</param>
    public T Get(int number, int step, Func<T> look)
    {
        var known = _known.TryGetValue(number, out var found) ? found.Known : look();
        _known[number] = (known, step);
        return known;
    }

    /// <summary>Frees what was not used for too long.</summary>
    public void Forget(int step)
    {
        foreach (var (number, _) in _known.Where(entry => entry.Value.Used < step - steps).ToList())
        {
            _known[number].Known.Dispose();
            _known.Remove(number);
        }
    }

    public void Dispose()
    {
        foreach (var (known, _) in _known.Values)
            known.Dispose();
        _known.Clear();
    }
}
