using Atelier.Core;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>One way up the pyramid.</summary>
internal sealed class StylizationRun(
    StylizationInputs inputs, StylizationCallbacks callbacks, StylizationCheckpoint? resume, CancellationToken stop)
{
    private readonly IReadOnlyList<PyramidLevel> _levels = inputs.Request.Plan();
    private readonly List<LossParts> _earlier = [.. resume?.Earlier ?? []];
    private readonly string _fingerprint = resume is null && callbacks.Checkpoint is null ? "" : Match(inputs.Fingerprint(), resume);
    private int _keptAt = resume is null ? 0 : resume.Earlier.Count + resume.Descent.Losses.Count;

    public IReadOnlyList<LossParts> History => _earlier;

    public int Recoveries { get; private set; } = resume?.EarlierRecoveries ?? 0;

    /// <summary>The best image of the last size that was reached, in the caller's scope.</summary>
    public (Tensor Image, LossParts Losses, DescentEnd End) Descend()
    {
        var image = inputs.First(_levels[0].LongSide);
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
        var (height, width) = inputs.SizeAt(_levels[level].LongSide);
        using var objective = inputs.Objective(_levels[level].LongSide);
        using var descent = new Descent(Scaling.To(from, height, width), inputs.Optimizer(), objective.Evaluate)
        {
            Evaluated = descent => callbacks.Progress?.Report(Progress(level, descent)),
            Iterated = descent => Keep(level, descent, isLast: false),
        };
        if (resume?.Level == level)
            descent.Load(resume.Descent);
        var end = descent.Run(_levels[level].Evaluations, stop);
        if (end is DescentEnd.Stopped)
            Keep(level, descent, isLast: true);
        _earlier.AddRange(descent.Losses);
        Recoveries += descent.Recoveries;
        return (descent.Best.clone().MoveToOuterDisposeScope(), descent.BestLoss, end);
    }

    private static string Match(string fingerprint, StylizationCheckpoint? resume) =>
        resume is null || resume.Fingerprint == fingerprint
            ? fingerprint
            : throw new StylizationException(
                $"{resume.Source}: is the checkpoint of a run with other pictures, options or network; use those again, or name another file.");

    private StylizationProgress Progress(int level, Descent descent) => new(
        _earlier.Count + descent.Losses.Count, _levels.Sum(l => l.Evaluations), Part(level, descent.Losses.Count), descent.Losses[^1], level,
        (int)descent.Image.shape[2], (int)descent.Image.shape[3], Recoveries + descent.Recoveries);

    private void Keep(int level, Descent descent, bool isLast)
    {
        var progress = Progress(level, descent);
        var isDue = progress.Evaluation / callbacks.Every > _keptAt / callbacks.Every;
        if (isDue || isLast)
            _keptAt = progress.Evaluation;
        using var scope = NewDisposeScope();
        if (callbacks.Preview is { } show && (callbacks.IsPreviewDue?.Invoke() ?? isDue))
            show(progress, descent.Best.clamp(0, 1));
        if (callbacks.Checkpoint is { } keep && ((callbacks.IsCheckpointDue?.Invoke() ?? isDue) || isLast))
        {
            using var checkpoint = new StylizationCheckpoint(level, descent.Save(), [.. _earlier])
            {
                EarlierRecoveries = Recoveries,
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
