using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>Computes one job on one thread, resuming from its checkpoint if there is one.</summary>
/// <param name="id">The job's id.</param>
/// <param name="request">What to do.</param>
/// <param name="files">Where checkpoints, previews and losses are written.</param>
/// <param name="watch">Receives the progress, and says when to stop.</param>
internal sealed class JobRun(string id, JobRequest request, JobFiles files, JobWatch watch) : IDisposable
{
    private const int PreviewSize = 1024;

    private readonly Throttle _previews = new(TimeSpan.FromSeconds(0.7), share: 0.05);
    private readonly Throttle _checkpoints = new(TimeSpan.FromSeconds(2), share: 0.05);
    private readonly Throttle _losses = new(TimeSpan.FromSeconds(0.3), share: 0.05);
    private readonly RateMeter _rate = new();
    private readonly double _secondsBefore = watch.Progress.Seconds;
    private LossFile? _lossFile;

    /// <summary>Runs until it is done or the watch says stop.</summary>
    /// <param name="encoder">The network.</param>
    /// <param name="pictures">Files of the photo, then of the paintings.</param>
    /// <param name="masks">Of each painting, where it goes; null for everywhere.</param>
    /// <returns>The result, owned by the caller.</returns>
    /// <exception cref="AtelierException">It cannot be done.</exception>
    public StylizationResult Run(FeatureEncoder encoder, IEnumerable<string> pictures, IReadOnlyList<string?> masks)
    {
        var images = new List<torch.Tensor>();
        try
        {
            images.AddRange(pictures.Select(path => ImageFile.Read(path, new() { MaxPixels = long.MaxValue, KeepAlpha = true })));
            var paintings = images[1..];
            var regions = Regions.Of(masks);
            images.AddRange(regions?.Photo ?? []);
            return Stylize(encoder, images[0], paintings, regions);
        }
        finally
        {
            images.ForEach(image => image.Dispose());
            // Whoever sees the job finished must see all of its losses.
            _lossFile?.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lossFile?.Dispose();

    private StylizationResult Stylize(FeatureEncoder encoder, torch.Tensor content, IReadOnlyList<torch.Tensor> styles, Regions? regions)
    {
        var stylizer = new Stylizer(encoder, request.ToStylization()) { Regions = regions };
        using var checkpoint = LoadCheckpoint();
        if (checkpoint is not null)
        {
            try
            {
                return stylizer.Run(content, styles, Callbacks(checkpoint), resume: checkpoint, stop: watch.Stop);
            }
            catch (Exception e) when (_lossFile is null && e is not OutOfMemoryException)
            {
                // It did not reach the first evaluation: the checkpoint no longer matches the pictures or the network.
                StartOver("The checkpoint of an earlier run did not match any more, so the job started over.");
            }
        }
        return stylizer.Run(content, styles, Callbacks(null), stop: watch.Stop);
    }

    private StylizationCheckpoint? LoadCheckpoint()
    {
        if (!File.Exists(files.Checkpoint(id)))
            return null;
        try
        {
            return StylizationCheckpoint.Load(files.Checkpoint(id));
        }
        catch (Exception e) when (e is WeightFileException or CheckpointException)
        {
            StartOver("The checkpoint of an earlier run was damaged, so the job started over.");
            return null;
        }
    }

    private void StartOver(string note)
    {
        files.DeleteCheckpoint(id);
        watch.Progress = watch.Progress with { Note = note };
    }

    private StylizationCallbacks Callbacks(StylizationCheckpoint? checkpoint) => new()
    {
        Progress = new Reporter(progress => Report(progress, checkpoint)),
        IsPreviewDue = () => _previews.IsDue,
        Preview = (_, image) => _previews.Do(() => WritePreview(image)),
        IsCheckpointDue = () => _checkpoints.IsDue,
        Checkpoint = state => _checkpoints.Do(() => WriteCheckpoint(state)),
    };

    private void Report(StylizationProgress progress, StylizationCheckpoint? checkpoint)
    {
        // A resumed run evaluates its last image again.
        _lossFile ??= new LossFile(files.Losses(id), (checkpoint?.Losses ?? []).Take(progress.Evaluation - 1).Select(loss => loss.Total));
        _lossFile.Add(progress.Losses.Total);
        if (_losses.IsDue)
            _losses.Do(_lossFile.Flush);
        var (rate, left) = _rate.Add(progress.Evaluation, progress.Part);
        watch.Progress = watch.Progress with
        {
            Evaluation = progress.Evaluation,
            Part = progress.Part,
            Loss = double.IsFinite(progress.Losses.Total) ? progress.Losses.Total : null,
            Rate = rate,
            SecondsLeft = left,
            Level = progress.Level + 1,
            Seconds = Math.Round(_secondsBefore + _rate.Elapsed.TotalSeconds, 3),
            Note = progress.Recoveries > 0 ? "The loss diverged on the way; the job continued from its best picture with half the step." : watch.Progress.Note,
        };
    }

    private void WritePreview(torch.Tensor image)
    {
        using var small = Math.Max(image.shape[2], image.shape[3]) > PreviewSize ? Scaling.LongSide(image, PreviewSize) : image.alias();
        var isWritten = Try(() => ImageFile.Write(files.Preview(id), small, new() { Quality = 85 }));
        if (isWritten)
            watch.Progress = watch.Progress with { Preview = watch.Progress.Preview + 1 };
    }

    private void WriteCheckpoint(StylizationCheckpoint state)
    {
        if (!Try(() => state.Save(files.Checkpoint(id))))
            watch.Progress = watch.Progress with { Note = "The studio's disk cannot be written to: the job continues, but could not be resumed." };
    }

    // An hour's work must not end because a preview could not be written; writing the result fails if the disk is full.
    private static bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is FileAccessException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class Reporter(Action<StylizationProgress> action) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => action(value);
    }
}
