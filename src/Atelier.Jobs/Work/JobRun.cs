using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>Computes one job on one thread, from its checkpoint where there is one.</summary>
/// <param name="id">The job's.</param>
/// <param name="request">What to do.</param>
/// <param name="files">Where checkpoints, previews and losses go.</param>
/// <param name="watch">Told of the progress; tells when to stop.</param>
internal sealed class JobRun(string id, JobRequest request, JobFiles files, JobWatch watch) : IDisposable
{
    private const int PreviewSize = 1024;

    private readonly Throttle _previews = new(TimeSpan.FromSeconds(0.7), share: 0.05);
    private readonly Throttle _checkpoints = new(TimeSpan.FromSeconds(2), share: 0.05);
    private readonly Throttle _losses = new(TimeSpan.FromSeconds(0.3), share: 0.05);
    private readonly RateMeter _speed = new();
    private readonly double _secondsBefore = watch.Progress.Seconds;
    private LossFile? _lossFile;

    /// <summary>Paints until it is done or the watch says stop.</summary>
    /// <returns>The result, owned by the caller.</returns>
    /// <exception cref="AtelierException">It cannot be done.</exception>
    public StylizationResult Paint(FeatureEncoder encoder, JobPictures pictures)
    {
        try
        {
            return PaintFromCheckpoint(encoder, pictures);
        }
        finally
        {
            // Whoever sees the job finished sees all of its losses.
            _lossFile?.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lossFile?.Dispose();

    private StylizationResult PaintFromCheckpoint(FeatureEncoder encoder, JobPictures pictures)
    {
        var stylizer = new Stylizer(encoder, JobRecipe.ToRequest(request));
        using var checkpoint = LoadCheckpoint();
        if (checkpoint is not null)
        {
            try
            {
                return stylizer.Run(pictures.Content, pictures.Styles, Callbacks(checkpoint), resume: checkpoint, stop: watch.Stop);
            }
            catch (Exception e) when (_lossFile is null && e is not OutOfMemoryException)
            {
                // It never came to the first evaluation: what was kept does not fit the pictures or the network any more.
                BeginAnew("What was kept of an earlier run does not fit any more: the job began anew.");
            }
        }
        return stylizer.Run(pictures.Content, pictures.Styles, Callbacks(null), stop: watch.Stop);
    }

    private StylizationCheckpoint? LoadCheckpoint()
    {
        if (!File.Exists(files.Checkpoint(id)))
            return null;
        try
        {
            return StylizationCheckpoint.Load(files.Checkpoint(id));
        }
        catch (WeightFileException)
        {
            BeginAnew("What was kept of an earlier run was damaged: the job began anew.");
            return null;
        }
    }

    private void BeginAnew(string note)
    {
        files.ForgetState(id);
        watch.Progress = watch.Progress with { Note = note };
    }

    private StylizationCallbacks Callbacks(StylizationCheckpoint? checkpoint) => new()
    {
        Progress = new Each(progress => Report(progress, checkpoint)),
        IsPreviewDue = () => _previews.IsDue,
        Preview = (_, image) => _previews.Do(() => Show(image)),
        IsCheckpointDue = () => _checkpoints.IsDue,
        Checkpoint = state => _checkpoints.Do(() => Keep(state)),
    };

    private void Report(StylizationProgress progress, StylizationCheckpoint? checkpoint)
    {
        // A run that goes on evaluates its last image again.
        IEnumerable<LossParts> before = checkpoint is null ? [] : [.. checkpoint.Earlier, .. checkpoint.Descent.Losses];
        _lossFile ??= new LossFile(files.Losses(id), before.Take(progress.Evaluation - 1).Select(loss => loss.Total));
        _lossFile.Add(progress.Losses.Total);
        if (_losses.IsDue)
            _losses.Do(_lossFile.Flush);
        var (rate, left) = _speed.Pass(progress.Evaluation, progress.Part);
        watch.Progress = watch.Progress with
        {
            Step = progress.Evaluation,
            Part = progress.Part,
            Loss = double.IsFinite(progress.Losses.Total) ? progress.Losses.Total : null,
            Rate = rate,
            SecondsLeft = left,
            Level = progress.Level + 1,
            Seconds = _secondsBefore + _speed.Elapsed.TotalSeconds,
            Note = progress.Recoveries > 0 ? "The loss went astray on the way: the job went on from the best picture with half the step." : watch.Progress.Note,
        };
    }

    private void Show(torch.Tensor image)
    {
        using var small = Math.Max(image.shape[2], image.shape[3]) > PreviewSize ? Scaling.LongSide(image, PreviewSize) : image.alias();
        var isShown = Try(() => ImageFile.Write(files.Preview(id), small, new() { Quality = 85 }));
        if (isShown)
            watch.Progress = watch.Progress with { Preview = watch.Progress.Preview + 1 };
    }

    private void Keep(StylizationCheckpoint state)
    {
        if (!Try(() => state.Save(files.Checkpoint(id))))
            watch.Progress = watch.Progress with { Note = "The studio's disk cannot be written to: the job goes on, but could not be resumed." };
    }

    // An hour's work must not end because a preview could not be written; the result will tell if the disk is full.
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

    private sealed class Each(Action<StylizationProgress> action) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => action(value);
    }
}
