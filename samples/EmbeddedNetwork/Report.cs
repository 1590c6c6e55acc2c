using System.Diagnostics;
using System.Globalization;
using Atelier.Training;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>Says what happens on the terminal, and keeps what matters in a file.</summary>
/// <param name="path">The file; a resumed run adds to it.</param>
/// <param name="clock">Runs since the start.</param>
internal sealed class Report(string path, Stopwatch clock) : IProgress<TrainingProgress>
{
    private const int Every = 50;

    /// <summary>A sentence for terminal and file.</summary>
    public void Say(FormattableString sentence)
    {
        var text = sentence.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(text);
        File.AppendAllText(path, text + "\n");
    }

    /// <inheritdoc/>
    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        if (value.Batch % Every != 0)
            return;
        var left = clock.Elapsed / value.Batch * (value.Batches - value.Batch);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Batch}/{value.Batches}  loss {value.SmoothedLoss:f4}  about {left.TotalMinutes:f0} min left"));
    }
}
