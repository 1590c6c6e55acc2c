using System.Diagnostics;
using Atelier.Samples.Bias;

var clock = Stopwatch.StartNew();
foreach (var seed in Enumerable.Range(1, int.Parse(args[1])))
    foreach (var o in new Trial(Path.Combine(args[0], $"{seed}"), seed, new()).Run())
        Console.WriteLine($"{o} {clock.Elapsed.TotalSeconds:0}");
