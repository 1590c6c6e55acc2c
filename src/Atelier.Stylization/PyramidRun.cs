using System.Diagnostics;
using Atelier.Core;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What is optimized, at which sizes, and how.</summary>
/// <param name="Levels">From small to large.</param>
/// <param name="SizeAt">Height and width of the image at a level.</param>
/// <param name="Start">The first image, of any size.</param>
/// <param name="ObjectiveAt">The objective at a level; the run disposes it.</param>
/// <param name="Optimizer">A new one for each level.</param>
internal sealed record PyramidTask(
    IReadOnlyList<PyramidLevel> Levels, Func<PyramidLevel, (int Height, int Width)> SizeAt, Tensor Start,
    Func<PyramidLevel, IObjective> ObjectiveAt, Func<ImageOptimizer> Optimizer)
{
    /// <summary>Changes with everything that makes the result what it is.</summary>
    public required Func<string> Fingerprint { get; init; }

    /// <summary>See <see cref="Descent.IsPatient"/>.</summary>
    public bool IsPatient { get; init; }

    /// <summary>What is optimized, as a picture in [0,1].</summary>
    public Func<Tensor, Tensor> ToPicture { get; init; } = image => image.clamp(0, 1);
}

/// <summary>One way up the pyramid, for any objective: sizes, progress, previews, checkpoints, stopping.</summary>
internal sealed class PyramidRun(
    PyramidTask task, StylizationCallbacks callbacks, StylizationCheckpoint? resume, CancellationToken stop)
{
    private readonly IReadOnlyList<PyramidLevel> _levels = task.Levels;
    private readonly List<LossParts> _earlier = [.. resume?.Earlier ?? []];
    private readonly string _fingerprint = resume is null && callbacks.Checkpoint is null ? "" : Match(task.Fingerprint(), resume);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _keptAt = resume is null ? 0 : resume.Earlier.Count + resume.Descent.Losses.Count;
    private int _recoveries = resume?.EarlierRecoveries ?? 0;

    /// <summary>Runs, and gives the best image in the size of the last level, owned by the caller.</summary>
    /// <param name="finish">What else becomes of the picture, [1,3,H,W] in [0,1].</param>
    /// <exception cref="StylizationException">The loss was never finite.</exception>
    public StylizationResult Run(Func<Tensor, Tensor>? finish = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (image, losses, end) = Descend();
        if (end is DescentEnd.NotFinite)
            throw new StylizationException("The loss is not a finite number at any image: check the network's weights and the weights of the losses.");
        var (height, width) = task.SizeAt(_levels[^1]);
        var picture = task.ToPicture(Scaling.To(image, height, width)).clamp(0, 1);
        picture = (finish?.Invoke(picture) ?? picture).clamp(0, 1).cpu();
        return new(picture.MoveToOuterDisposeScope(), losses, _earlier, end, _recoveries, _clock.Elapsed);
    }

    private (Tensor Image, LossParts Losses, DescentEnd End) Descend()
    {
        var image = task.Start;
        var (losses, end) = (default(LossParts), DescentEnd.Finished);
        for (var level = resume?.Level ?? 0; level < _levels.Count && end is not (DescentEnd.Stopped or DescentEnd.NotFinite); level++)
        {
            (image, losses, end) = DescendAt(level, image);
            NativeHeap.Trim();
        }
        return (image, losses, end);
    }

    private (Tensor, LossParts, DescentEnd) DescendAt(int level, Tensor from)
    {
        using var scope = NewDisposeScope();
        var (height, width) = task.SizeAt(_levels[level]);
        var objective = task.ObjectiveAt(_levels[level]);
        using var owned = objective as IDisposable;
        using var descent = new Descent(Scaling.To(from, height, width), task.Optimizer(), objective.Evaluate)
        {
            IsPatient = task.IsPatient,
            Evaluated = descent => callbacks.Progress?.Report(Progress(level, descent)),
            Iterated = descent => Keep(level, descent, isLast: false),
        };
        if (resume?.Level == level)
            descent.Load(resume.Descent);
        var end = descent.Run(_levels[level].Evaluations, stop);
        if (end is DescentEnd.Stopped)
            Keep(level, descent, isLast: true);
        _earlier.AddRange(descent.Losses);
        _recoveries += descent.Recoveries;
        return (descent.Best.clone().MoveToOuterDisposeScope(), descent.BestLoss, end);
    }

    private static string Match(string fingerprint, StylizationCheckpoint? resume) =>
        resume is null || resume.Fingerprint == fingerprint
            ? fingerprint
            : throw new StylizationException(
                $"{resume.Source}: is the checkpoint of a run with other pictures, options or network; use those again, or name another file.");

    private StylizationProgress Progress(int level, Descent descent) => new(
        _earlier.Count + descent.Losses.Count, _levels.Sum(l => l.Evaluations), Part(level, descent.Losses.Count), descent.Losses[^1], level,
        (int)descent.Image.shape[2], (int)descent.Image.shape[3], _recoveries + descent.Recoveries);

    private void Keep(int level, Descent descent, bool isLast)
    {
        var progress = Progress(level, descent);
        var isDue = progress.Evaluation / callbacks.Every > _keptAt / callbacks.Every;
        if (isDue || isLast)
            _keptAt = progress.Evaluation;
        using var scope = NewDisposeScope();
        if (callbacks.Preview is { } show && (callbacks.IsPreviewDue?.Invoke() ?? isDue))
            show(progress, task.ToPicture(descent.Best));
        if (callbacks.Checkpoint is { } keep && ((callbacks.IsCheckpointDue?.Invoke() ?? isDue) || isLast))
        {
            using var checkpoint = new StylizationCheckpoint(level, descent.Save(), [.. _earlier])
            {
                EarlierRecoveries = _recoveries,
                Fingerprint = _fingerprint,
            };
            keep(checkpoint);
        }
    }

    private double Part(int level, int done)
    {
        var before = _levels.Take(level).Sum(Cost);
        return (before + Cost(_levels[level] with { Evaluations = done })) / _levels.Sum(Cost);
    }

    private static double Cost(PyramidLevel level) => (double)level.Evaluations * level.LongSide * level.LongSide;
}
