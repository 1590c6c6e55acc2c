namespace Atelier.Cli;

/// <summary>How many images are done, on a progress line.</summary>
internal sealed class ImageCounter(ProgressLine line) : IProgress<(int Done, int Total)>
{
    /// <inheritdoc/>
    public void Report((int Done, int Total) value) => line.Report(new(value.Done, value.Total));
}
