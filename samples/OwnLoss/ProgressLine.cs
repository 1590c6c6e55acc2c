using Atelier.Stylization;

namespace Atelier.Samples.OwnLoss;

/// <summary>Where the print stands, on one line of the terminal.</summary>
internal sealed class ProgressLine : IProgress<StylizationProgress>
{
    public void Report(StylizationProgress value) =>
        Console.Write($"\r{value.Part,4:P0}  {value.Width}x{value.Height}  loss {value.Losses.Total:G4}   ");
}
