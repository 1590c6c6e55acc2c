using System.Diagnostics;
using System.Globalization;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Samples.InstantNetwork;

/// <summary>Says on the terminal how training goes.</summary>
/// <param name="objective">What is trained.</param>
internal sealed class Report(StageObjective objective) : IProgress<TrainingProgress>
{
    private const int Every = 50;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Judgment> _judgments = [];

    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        _judgments.Add(objective.Latest);
        if (value.Batch % Every != 0)
            return;
        var left = _clock.Elapsed * ((double)(value.Batches - value.Batch) / Math.Max(1, value.Samples));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Batch}/{value.Batches}  style open {_judgments.Average(of => of.Open):f3}, at the smallest size {_judgments.Average(of => of.OpenSmall):f3}; content {_judgments.Average(of => of.Content):f3}, grid {_judgments.Average(of => of.Grid):f3}; about {left.TotalMinutes:f0} min left"));
        _judgments.Clear();
    }
}
