using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Harness;

namespace Atelier.Bench.Experiments;

/// <summary>The real <c>atelier audit</c> over tables of ever more rows: seconds and peak memory.</summary>
public static class AuditExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "audit";

    private const int Labels = 10_000;
    private static readonly int[] Rows = [100_000, 1_000_000, 10_000_000];

    /// <summary>Writes the tables, audits them, and writes the result.</summary>
    /// <param name="folder">Where <c>audit.md</c> goes. The tables, 400 MB, go to the system's temporary folder and are deleted.</param>
    public static int Run(string folder)
    {
        var data = Directory.CreateTempSubdirectory("atelier-audit-");
        try
        {
            var lines = Rows.Select(rows => Measure(Path.Combine(data.FullName, $"{rows}.csv"), rows)).ToList();
            var text = $"# audit\n\n`atelier audit PREDICTIONS.csv --attribute gender --json` over {Labels:N0} labels and two groups, as a process of its own, reading and 1000 resamples\n\n"
                + $"{Machine.Description}\n\n"
                + "| rows | MB of CSV | seconds | processor seconds | peak MiB |\n| --- | --- | --- | --- | --- |\n" + string.Concat(lines);
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "audit.md"), text);
            Console.Write(text);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string Measure(string path, int rows)
    {
        Generate(path, rows);
        var clock = Stopwatch.StartNew();
        using var process = AtelierProgram.Start("audit", path, "--attribute", "gender", "--json");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (peak, processor) = (0.0, 0.0);
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            // What it takes after the last look, at most 50 ms, goes unseen; a process that has ended cannot be asked.
            (peak, processor) = (PeakMemory.OfProcess(process.Id) is var now && now > peak ? now : peak, ProcessorSeconds(process) ?? processor);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0 || output.Result.Length == 0)
            throw new InvalidOperationException($"atelier audit failed: {error.Result}");
        var line = string.Create(CultureInfo.InvariantCulture, $"| {rows:N0} | {new FileInfo(path).Length / 1e6:0} | {seconds:0.0} | {processor:0.0} | {peak:0} |\n");
        Console.Write(line);
        return line;
    }

    private static double? ProcessorSeconds(Process process)
    {
        try
        {
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Each label has its own share of women, and one row in five is predicted wrongly, more often towards labels of its own group.
    private static void Generate(string path, int rows)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.Write("id,label,prediction,gender\n");
        for (var row = 0; row < rows; row++)
        {
            var label = random.Next(Labels);
            var isWoman = random.NextDouble() < (label + 0.5) / Labels;
            var prediction = random.NextDouble() < 0.8 ? label : isWoman ? Math.Max(random.Next(Labels), random.Next(Labels)) : Math.Min(random.Next(Labels), random.Next(Labels));
            writer.Write($"{row},label {label:0000},label {prediction:0000},{(row % 100 == 0 ? "" : isWoman ? "woman" : "man")}\n");
        }
    }
}
