using System.Diagnostics;

namespace Atelier.Fuzz;

/// <summary>Changes inputs at random, and keeps those that do something new.</summary>
internal sealed class Fuzzer
{
    private const int LargestInput = 8 << 10;
    private readonly FuzzTarget _target;
    private readonly string _folder;
    private readonly Judge _judge;
    private readonly Random _random;
    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _inputs = [];
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<byte[]> _words;
    private long _read;

    /// <param name="target">The reader.</param>
    /// <param name="folder">For files; the input that is being read is there, too, as <c>current</c>.</param>
    /// <param name="seed">Of the random numbers.</param>
    public Fuzzer(FuzzTarget target, string folder, int seed)
    {
        (_target, _folder, _random) = (target, folder, new(seed));
        _judge = new(target, folder);
        _words = [.. target.Words.Select(System.Text.Encoding.Latin1.GetBytes)];
    }

    /// <summary>Those worth keeping.</summary>
    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>Where the faulty ones are written.</summary>
    public string Findings => Path.Combine(_folder, "findings");

    /// <summary>Goes on for a time.</summary>
    /// <param name="known">Inputs of earlier runs.</param>
    /// <param name="time">How long.</param>
    /// <param name="progress">Told now and then in a line.</param>
    public void Run(IEnumerable<byte[]> known, TimeSpan time, Action<string> progress)
    {
        Directory.CreateDirectory(Findings);
        foreach (var input in _target.Seeds(_folder).Concat(known))
            Try(input, isSeed: true);
        var start = Stopwatch.GetTimestamp();
        var last = TimeSpan.Zero;
        for (var passed = TimeSpan.Zero; passed < time; passed = Stopwatch.GetElapsedTime(start))
        {
            // Half of them from the newest, which have been tried least.
            var from = _random.Next(2) == 0 ? _inputs[_random.Next(_inputs.Count)] : _inputs[^(_random.Next(Math.Min(_inputs.Count, 16)) + 1)];
            var input = _target.Mutate(from, bytes => ByteEdits.Apply(bytes, _random, _inputs, _words), _random);
            if (input.Length <= LargestInput)
                Try(input, isSeed: false);
            if (passed - last < TimeSpan.FromSeconds(10))
                continue;
            last = passed;
            progress(Status(passed));
        }
        progress(Status(time));
    }

    private string Status(TimeSpan passed) =>
        FormattableString.Invariant($"{_target.Name}: {_read:N0} inputs in {passed.TotalMinutes:0.0} min, {_inputs.Count:N0} kept, {_kinds.Count} kinds, {_coverage.Branches:N0} branches, {_faults.Count} faults");

    private void Try(byte[] input, bool isSeed)
    {
        File.WriteAllBytes(Path.Combine(_folder, "current"), input);
        _coverage.Clear();
        var outcome = _judge.Read(input);
        _read++;
        var isNew = _coverage.IsNew() | _kinds.Add(outcome.Kind);
        if (isNew || isSeed)
            _inputs.Add(input);
        if (outcome.Fault is not { } fault || !_faults.Add(outcome.Kind))
            return;
        var path = Path.Combine(Findings, $"{_target.Name}-{Corpus.NameOf(input)}");
        File.WriteAllBytes(path, input);
        File.WriteAllText($"{path}.txt", fault);
        Console.Error.WriteLine($"{path}: {fault}");
    }
}
