using System.Diagnostics;
using System.Globalization;
using Atelier.Training.Learning;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>Prints the loss now and then.</summary>
internal sealed class Printer(Stopwatch clock) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Batch % 50 == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Batch}/{value.Batches} loss {value.SmoothedLoss:0.0000} {clock.Elapsed}"));
    }
}
