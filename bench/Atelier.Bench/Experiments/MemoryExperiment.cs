using System.Globalization;
using System.Text.Json;
using Atelier.Bench.Harness;

namespace Atelier.Bench.Experiments;

/// <summary>The memory that <c>atelier stylize</c> foretells, against what it then takes, as a process of its own.</summary>
internal static class MemoryExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "memory";

    private static readonly string[] Cases =
    [
        "--size 256 --evaluations 40",
        "--size 512 --evaluations 40",
        "--size 1024 --evaluations 24",
        "--size 2048 --evaluations 12",
        "--size 1024 --evaluations 24 --max-memory 700M",
        "--size 2048 --evaluations 12 --max-memory 1500M",
        "--size 1024 --evaluations 12 --optimizer adam",
        "--size 1024 --evaluations 60 --levels 1 --history 40",
        "--size 1024 --evaluations 12 --style-scale 2 --colors photo",
        "--size 512 --evaluations 16 --network VGG19",
        "--size 1024 --evaluations 8 --network VGG19",
        "--size 1024 --evaluations 8 --network VGG19 --max-memory 1200M",
    ];

    /// <summary>Paints, compares, and writes <c>memory.md</c>.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="vgg19">VGG-19's weight file.</param>
    /// <param name="folder">Where the table goes; null for the terminal only.</param>
    public static int Run(string photo, string painting, string vgg19, string? folder)
    {
        var text = "# memory\n\npeak memory that `atelier stylize` foretells, against what the process then took at its peak\n\n"
            + $"{Machine.Description}\n\n"
            + "| options | tiles | foretold MiB | taken MiB | ratio |\n| --- | --- | --- | --- | --- |\n"
            + string.Concat(Cases.Select(options => Measure(photo, painting, options, vgg19)));
        if (folder is not null)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "memory.md"), text);
        return 0;
    }

    private static string Measure(string photo, string painting, string options, string vgg19)
    {
        string[] arguments = ["stylize", photo, painting, "--json", .. options.Replace("VGG19", vgg19, StringComparison.Ordinal).Split(' ')];
        var tiles = Atelier([.. arguments, "--plan"]).GetProperty("levels").EnumerateArray().Last().GetProperty("tiles").GetInt32();
        var picture = Path.Combine(Path.GetTempPath(), $"atelier-memory-{Environment.ProcessId}.png");
        var result = Atelier([.. arguments, "-o", picture, "--force"]);
        File.Delete(picture);
        var (foretold, taken) = (Mebibytes("forecastMemory"), Mebibytes("peakMemory"));
        var line = string.Create(CultureInfo.InvariantCulture, $"| {options} | {tiles} | {foretold:0} | {taken:0} | {foretold / taken:0.00} |\n");
        Console.Write(line);
        return line;

        double Mebibytes(string name) => result.GetProperty(name).GetInt64() / (double)(1 << 20);
    }

    private static JsonElement Atelier(string[] arguments)
    {
        using var process = AtelierProgram.Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonDocument.Parse(output).RootElement.Clone()
            : throw new InvalidOperationException($"atelier {string.Join(' ', arguments)} failed: {error.Result}");
    }
}
