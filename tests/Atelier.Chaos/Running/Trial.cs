using System.Diagnostics;

namespace Atelier.Chaos;

/// <summary>Strikes a victim again and again, and notes what broke.</summary>
/// <param name="victim">Whom.</param>
/// <param name="blows">With what; the first, which is to kill, three times of four.</param>
/// <param name="seed">Of the random numbers.</param>
internal sealed class Trial(Victim victim, IReadOnlyList<Blow> blows, int seed)
{
    // Of the usual time: towards its end, most processes are gone.
    private const double Span = 0.8;

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, int> _strikes = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public Victim Victim => victim;

    /// <summary>How often it was struck, by blow.</summary>
    public IReadOnlyDictionary<string, int> Strikes => _strikes;

    /// <summary>How often the work was done to its end.</summary>
    public int Finished { get; private set; }

    /// <summary>What broke, in sentences.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Goes on until a time is over, and then to the end of the work at hand.</summary>
    public async Task RunAsync(TimeSpan time, Action<string> progress)
    {
        await victim.PrepareAsync();
        var start = Stopwatch.GetTimestamp();
        victim.Begin();
        using (var undisturbed = victim.Start(Surroundings.Plain))
            await victim.FinishAsync(undisturbed);
        var usual = Stopwatch.GetElapsedTime(start);
        for (start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time && _faults.Count < 10;)
        {
            victim.Begin();
            do
            {
                var known = _faults.Count;
                await StrikeAsync(usual);
                foreach (var fault in _faults.Skip(known))
                    progress(fault);
                progress($"{victim.Name}: {_strikes.Values.Sum()} blows, {Finished} finished, {_faults.Count} faults");
            }
            while (!victim.IsDone && _faults.Count < 10);
            if (!victim.IsDone)
                break;
            Finished++;
            foreach (var fault in victim.Wrong())
            {
                _faults.Add($"{victim.Name}: {fault}");
                progress(_faults[^1]);
            }
        }
    }

    private async Task StrikeAsync(TimeSpan usual)
    {
        var blow = _random.Next(4) > 0 ? blows[0] : blows[_random.Next(blows.Count)];
        using var running = victim.Start(blow.Prepare(victim.Folder));
        var finishing = victim.FinishAsync(running);
        await Task.WhenAny(finishing, Task.Delay(usual * _random.NextDouble() * Span));
        var isStruck = !running.HasEnded;
        if (isStruck)
        {
            await blow.StrikeAsync(running, victim.Folder, _random);
            _strikes[blow.Name] = _strikes.GetValueOrDefault(blow.Name) + 1;
        }
        var ended = await finishing;
        blow.Undo(victim.Folder);
        foreach (var fault in Judge(blow, isStruck, ended).Concat(victim.Broken()))
            _faults.Add($"{victim.Name}, {blow.Name}: {fault}");
    }

    private IEnumerable<string> Judge(Blow blow, bool isStruck, (int ExitCode, string Error)? ended)
    {
        if (ended is not var (code, error))
        {
            yield return "the process hangs";
            yield break;
        }
        int[] allowed = [victim.DoneCode, .. isStruck && blow.MayFail ? [1] : (int[])[], .. !isStruck || !blow.Ends ? (int[])[] : blow.IsOrderly ? [130] : [137]];
        // Before .NET has begun to listen, a signal ends the process as it would any other.
        if (blow.IsOrderly && code is 129 or 130 or 143)
            allowed = [code];
        if (isStruck && blow.MayCrash)
            yield break;
        if (!allowed.Contains(code))
            yield return $"exit code {code}: {error}";
        else if (error.Contains("Unexpected error", StringComparison.Ordinal) || error.Contains("   at ", StringComparison.Ordinal))
            yield return $"it says {error}";
    }
}
