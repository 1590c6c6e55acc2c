using System.Globalization;
using Atelier.Bench.Benchmarks;
using Atelier.Bench.Experiments;
using Atelier.Bench.Harness;

IBenchmark[] benchmarks = [new EvaluationBenchmark(), new ShallowEvaluationBenchmark(), new RecipeBenchmark(), new TrainingBenchmark()];

if (args is ["worker", var name, var variantName, var side])
    return Worker.Serve(Find(name)!.Variants.Single(v => v.Name == variantName), int.Parse(side, CultureInfo.InvariantCulture));

if (args is [ScheduleExperiment.Name, var data, var results])
    return ScheduleExperiment.Run(data, results);
if (args is [ScheduleExperiment.Name + "-run", var images, var recipe, var seed, var result])
    return ScheduleExperiment.RunOne(images, recipe, int.Parse(seed, CultureInfo.InvariantCulture), result);

if (args.Length == 0 || Find(args[0]) is not { } benchmark || !BenchOptions.TryParse(args.AsSpan(1), out var options))
{
    Console.Error.WriteLine("usage: ./build bench NAME [--size 288 512] [--rounds 9] [--save [FOLDER]]\n");
    foreach (var b in benchmarks)
        Console.Error.WriteLine($"  {b.Name,-18} {b.Summary}");
    Console.Error.WriteLine("\nusage: ./build bench schedules DATA FOLDER\n\n  accuracy by schedule, with and without weight averaging, five seeds");
    return 2;
}

var rows = new List<Comparison>();
Console.WriteLine(benchmark.Summary);
foreach (var size in options.Sizes.Count > 0 ? options.Sizes : benchmark.Sizes)
    rows.AddRange(Comparison.MeasureAll(benchmark, size, options.Rounds ?? benchmark.Rounds));
Console.Write(ResultTable.Format(rows));
if (options.SaveTo is { } folder)
    ResultTable.Save(folder, benchmark, rows);
return 0;

IBenchmark? Find(string wanted) => benchmarks.FirstOrDefault(b => b.Name == wanted);
