using System.Globalization;
using Atelier.Runs;

namespace Atelier.Bench.Experiments;

/// <summary>Validation accuracy of several runs, epoch by epoch, in one plot.</summary>
public static class CurvesExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "curves";

    /// <summary>Draws.</summary>
    /// <param name="picture">Ends in .png or .svg.</param>
    /// <param name="runs">Folders that <c>atelier train</c> wrote, 1 to 4.</param>
    public static int Run(string picture, IReadOnlyList<string> runs)
    {
        CurvesPlot.Save([.. runs.Select(run => (Path.GetFileName(run.TrimEnd('/')), Accuracies(run)))], picture, "Validation accuracy", "epoch");
        return 0;
    }

    private static IReadOnlyList<(double X, double Y)> Accuracies(string run)
    {
        var lines = File.ReadLines(Path.Combine(run, "epochs.csv")).Select(line => line.Split(',')).ToList();
        var column = Array.IndexOf(lines[0], "accuracy");
        return [.. lines.Skip(1).Index().Select(line => (line.Index + 1.0, double.Parse(line.Item[column], CultureInfo.InvariantCulture)))];
    }
}
