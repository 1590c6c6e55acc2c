namespace Atelier.Training;

/// <summary>Callbacks that write a run down while it trains.</summary>
/// <example><code>
/// learner.FitPhases(phases, new() { Callbacks = [RunLog.Csv("epochs.csv"), RunLog.TensorBoard("runs")] });
/// </code></example>
public static class RunLog
{
    /// <summary>A CSV file of the epochs, complete after each one: epoch, losses, metrics, seconds, as in fast.ai's table.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public static Callback Csv(string path) => new CsvLog(path);

    /// <summary>
    /// A file of JSON lines, one object per line: <c>{"batch":…}</c> after each batch, <c>{"epoch":…}</c> after each epoch. It grows
    /// as the run trains, so that another program can follow it. A resumed run rewrites the file without the batches it trains again.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public static Callback JsonLines(string path) => new JsonLinesLog(path);

    /// <summary>TensorBoard event files: loss, learning rate and momentum by batch, losses and metrics by epoch.</summary>
    /// <param name="folder">Where the event files go; TensorBoard merges those of a run and its resumption.</param>
    public static Callback TensorBoard(string folder) => new TensorBoardLog(folder);
}
