using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Atelier.Core;
using Atelier.Runs;

namespace Atelier.Bench.Experiments;

/// <summary>
/// What schedules and weight averaging do to accuracy: each recipe with each seed, the last weights and the averaged ones of the
/// same run. Results are kept as they come, so that a second call resumes.
/// </summary>
public static class ScheduleExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "schedules";

    private const int Seeds = 5;

    /// <summary>Runs what is missing, a run per core at a time, and writes table and plot.</summary>
    /// <param name="data">The image set.</param>
    /// <param name="folder">Where results, table and plot go.</param>
    public static int Run(string data, string folder)
    {
        Directory.CreateDirectory(folder);
        (ScheduleTrial Trial, int Seed)[] all = [.. from seed in Enumerable.Range(0, Seeds) from trial in ScheduleTrial.All select (trial, seed)];
        Parallel.ForEach(
            all.Where(run => !File.Exists(Result(folder, run.Trial, run.Seed))),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            run => StartOne(data, folder, run.Trial, run.Seed));
        var outcomes = all.Select(run => JsonSerializer.Deserialize<ScheduleOutcome>(File.ReadAllText(Result(folder, run.Trial, run.Seed)))!).ToLookup(outcome => outcome.Recipe);
        ComparisonPlot.Save(
            [.. ScheduleTrial.All.Select(trial => new ComparisonGroup(trial.Title, [.. outcomes[trial.Name].Select(o => o.Accuracy)], [.. outcomes[trial.Name].Select(o => o.SwaAccuracy)]))],
            Path.Combine(folder, "schedules.png"),
            "Validation accuracy after 12 epochs, five seeds");
        var table = Table(outcomes);
        File.WriteAllText(Path.Combine(folder, "schedules.md"), table);
        Console.Write(table);
        return 0;
    }

    /// <summary>One run, in a process of its own with one thread.</summary>
    public static int RunOne(string data, string recipe, int seed, string result)
    {
        var outcome = ScheduleTrial.All.Single(trial => trial.Name == recipe).Train(data, seed);
        AtomicFile.Write(result, stream => JsonSerializer.Serialize(stream, outcome));
        return 0;
    }

    private static void StartOne(string data, string folder, ScheduleTrial trial, int seed)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ScheduleExperiment).Assembly.Location, $"{Name}-run", data, trial.Name, $"{seed}", Result(folder, trial, seed)]);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Console.WriteLine($"{trial.Name}, seed {seed}: {(process.ExitCode == 0 ? File.ReadAllText(Result(folder, trial, seed)) : "failed")}");
    }

    private static string Result(string folder, ScheduleTrial trial, int seed) => Path.Combine(folder, $"{trial.Name}-{seed}.json");

    private static string Table(ILookup<string, ScheduleOutcome> outcomes)
    {
        var lines = ScheduleTrial.All.Select(trial =>
        {
            var runs = outcomes[trial.Name].ToList();
            double[] gains = [.. runs.Select(run => run.SwaAccuracy - run.Accuracy)];
            return $"| {trial.Title} | `{trial.Phases}` | {Spread(runs.Select(run => run.Accuracy))} | {Spread(runs.Select(run => run.SwaAccuracy))} | {Spread(gains)} | {gains.Count(gain => gain > 0)} of {gains.Length} |\n";
        });
        return "| schedule | recipe | last weights, % | averaged (SWA), % | gain, points | better in |\n|---|---|---|---|---|---|\n" + string.Concat(lines);
    }

    private static string Spread(IEnumerable<double> shares)
    {
        double[] values = [.. shares.Select(share => 100 * share)];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:0.0} ± {deviation:0.0}");
    }
}
