using System.Globalization;
using System.Text.Json;
using Atelier.Core;

namespace Atelier.Bench.Harness;

/// <summary>A benchmark's rows as a Markdown table, which reads well on a terminal too, and as JSON.</summary>
public static class ResultTable
{
    private static readonly string[] Header = ["variant", "ms", "speed-up", "peak MiB", "own MiB", "loss"];
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The table, with its columns aligned.</summary>
    /// <param name="sizeName">What the rows' sizes are.</param>
    /// <param name="rows">What was measured.</param>
    public static string Format(string sizeName, IReadOnlyList<Comparison> rows)
    {
        string[] header = [sizeName, .. Header];
        string[][] cells = [header, [.. header.Select(_ => "---")], .. rows.Select(Cells)];
        var widths = header.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', cells.Select(row => "| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))) + " |")) + "\n";
    }

    /// <summary>Writes <c>NAME.json</c> and <c>NAME.md</c> into a folder.</summary>
    public static void Save(string folder, string name, IBenchmark benchmark, IReadOnlyList<Comparison> rows)
    {
        var machine = Machine.Description + (WorkerProcess.LetsAllSleep ? ", everyone's idle threads asleep" : "");
        var text = $"# {name}\n\n{benchmark.Summary}\n\n{machine}\n\n{Format(benchmark.SizeName, rows)}";
        AtomicFile.Write(Path.Combine(folder, name + ".md"), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        AtomicFile.Write(Path.Combine(folder, name + ".json"), stream =>
            JsonSerializer.Serialize(stream, new { Name = name, benchmark.Summary, Machine = machine, Rows = rows }, Indented));
    }

    private static string[] Cells(Comparison row) =>
    [
        row.Size.ToString(CultureInfo.InvariantCulture),
        row.Variant,
        row.Milliseconds.ToString("F0", CultureInfo.InvariantCulture),
        row.Speedup?.SpeedupText ?? "",
        row.PeakMebibytes.ToString("F0", CultureInfo.InvariantCulture),
        row.OwnPeakMebibytes.ToString("F0", CultureInfo.InvariantCulture),
        row.Loss.ToString("G6", CultureInfo.InvariantCulture),
    ];
}
