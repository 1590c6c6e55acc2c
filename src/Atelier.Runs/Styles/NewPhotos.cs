using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>For each step a new photo, which is the batch's input.</summary>
/// <param name="practice">Has them.</param>
/// <param name="steps">How many there are.</param>
internal sealed class NewPhotos(IPractice practice, int steps) : IBatchSource
{
    public int Count => steps;

    public int BatchesPerEpoch => steps;

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default)
    {
        // One ahead.
        var next = Task.Run(() => Make(first), stop);
        try
        {
            for (var step = first; step < steps; step++)
            {
                var batch = next.GetAwaiter().GetResult();
                var following = step + 1;
                next = Task.Run(() => Make(following), stop);
                yield return batch!;
            }
        }
        finally
        {
            _ = next.ContinueWith(unread => unread.Result?.Dispose(), stop, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private Batch? Make(int step) => step < steps ? new(practice.Photo(step), zeros(1), [step]) : null;
}
