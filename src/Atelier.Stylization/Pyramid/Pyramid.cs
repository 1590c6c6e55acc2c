using System.Diagnostics;
using Atelier.Core;
using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>From small to large: large strokes are found where they are cheap, fine ones are added where they show.</summary>
/// <remarks>
/// After Gatys et al., "Controlling Perceptual Factors in Neural Style Transfer", 2017, section 6. Departs from the paper: each size
/// begins with the enlarged result of the one before and detail of the first image that was too fine for it. An enlarged picture is
/// blurred; to make its detail from nothing took most of the evaluations at the largest size, where they cost most.
/// </remarks>
public static class Pyramid
{
    // About half of what L-BFGS moves the image by in its second step, when it knows a curvature.
    private const double FirstStep = 0.01;

    /// <summary>
    /// Minimizes any objective over an image, from small to large: with previews, progress, checkpoints to resume from to the bit, stopping,
    /// and recovery from losses that are not finite.
    /// </summary>
    /// <param name="start">The first image, [1,3,H,W] in [0,1]; the result has its proportions, and larger sizes begin with more of its detail.</param>
    /// <param name="objectiveAt">Makes the objective for an image of that height and width; it is disposed before the next size.</param>
    /// <param name="request">Size, evaluations, levels and optimizer count; the defaults where null.</param>
    /// <param name="callbacks">Progress, previews, checkpoints.</param>
    /// <param name="resume">Where an earlier run with the same start, request and objective was stopped.</param>
    /// <param name="identity">Text that changes with whatever else the objective depends on; checkpoints of another one are refused. Empty by default.</param>
    /// <param name="stop">Ends the run after the current evaluation, with the best image so far.</param>
    /// <exception cref="StylizationException">A setting is out of its range, the checkpoint is of another run, or the loss was never finite.</exception>
    public static StylizationResult Run(
        Tensor start, Func<int, int, IObjective> objectiveAt, StylizationRequest? request = null, StylizationCallbacks? callbacks = null,
        StylizationCheckpoint? resume = null, string identity = "", CancellationToken stop = default)
    {
        request ??= new();
        if (start.shape is not [1, 3, > 0, > 0])
            throw new ShapeException("[1,3,H,W]", start.shape);
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        var levels = request.Plan().Select(size =>
        {
            var factor = (double)size.LongSide / Math.Max(start.shape[2], start.shape[3]);
            return new PyramidLevel(Side(start.shape[2] * factor), Side(start.shape[3] * factor), size.Evaluations) { HistorySize = request.HistorySize };
        });
        var task = new PyramidTask([.. levels], start, level => objectiveAt(level.Height, level.Width), _ => Optimizer(request))
        {
            Fingerprint = () => StylizationFingerprint.Compute(identity, request, [start]),
        };
        return new PyramidRun(task, callbacks ?? new(), resume, stop).Run();
    }

    private static int Side(double pixels) => (int)Math.Max(1, Math.Round(pixels));

    /// <summary>A new optimizer, as the request asks for it.</summary>
    /// <param name="request">Which, and its step length.</param>
    /// <param name="isHistoryHalved">See <see cref="LBfgs.IsHistoryHalved"/>.</param>
    internal static ImageOptimizer Optimizer(StylizationRequest request, bool isHistoryHalved = false) => request.Optimizer switch
    {
        OptimizerKind.Adam => new Adam { LearningRate = request.LearningRate ?? 0.02 },
        _ => new LBfgs
        {
            LearningRate = request.LearningRate ?? 1,
            HistorySize = request.HistorySize,
            IsHistoryHalved = isHistoryHalved,
            LineSearch = request.LineSearch,
            FirstStep = FirstStep,
        },
    };
}

/// <summary>What is optimized, at which sizes, and how.</summary>
/// <param name="Levels">From small to large.</param>
/// <param name="Start">The first image, of any size.</param>
/// <param name="ObjectiveAt">The objective at a level; the run disposes it.</param>
/// <param name="Optimizer">A new one for a level.</param>
internal sealed record PyramidTask(
    IReadOnlyList<PyramidLevel> Levels, Tensor Start, Func<PyramidLevel, IObjective> ObjectiveAt, Func<PyramidLevel, ImageOptimizer> Optimizer)
{
    /// <summary>Changes with everything that makes the result what it is.</summary>
    public required Func<string> Fingerprint { get; init; }

    /// <summary>See <see cref="Descent.IsPatient"/>.</summary>
    public bool IsPatient { get; init; }

    /// <summary>What the recipe prints after an evaluation, counted from 1, at that loss; null for nothing.</summary>
    public Func<int, double, string?> Print { get; init; } = (_, _) => null;

    /// <summary>What is optimized, as a picture in [0,1].</summary>
    public Func<Tensor, Tensor> ToPicture { get; init; } = image => image.clamp(Number(0), Number(1));
}

/// <summary>One way up the pyramid, for any objective: sizes, progress, previews, checkpoints, stopping.</summary>
internal sealed class PyramidRun(
    PyramidTask task, StylizationCallbacks callbacks, StylizationCheckpoint? resume, CancellationToken stop) : IStateful
{
    private const double DetailKept = 0.5;

    private readonly IReadOnlyList<PyramidLevel> _levels = task.Levels;
    private readonly string _fingerprint = resume is null && callbacks.Checkpoint is null ? "" : Match(task.Fingerprint(), resume);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<LossParts> _earlier = [];
    private int _earlierRecoveries;
    private int _level;
    private Descent? _descent;
    private int _keptAt;

    private int Done => _earlier.Count + (_descent?.Losses.Count ?? 0);

    private int Recoveries => _earlierRecoveries + (_descent?.Recoveries ?? 0);

    /// <summary>Runs, and gives the best image in the size of the last level, owned by the caller.</summary>
    /// <param name="finish">What else becomes of the picture, [1,3,H,W] in [0,1].</param>
    /// <exception cref="StylizationException">The loss was never finite.</exception>
    /// <exception cref="CheckpointException">The checkpoint does not fit.</exception>
    public StylizationResult Run(Func<Tensor, Tensor>? finish = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        NativeTorch.ReturnLargeBlocks();
        var (image, losses, end) = Descend();
        if (end is DescentEnd.NotFinite)
            throw new StylizationException("The loss is not a finite number at any image: check the network's weights and the weights of the losses.");
        var picture = task.ToPicture(Scaling.To(image, _levels[^1].Height, _levels[^1].Width)).clamp(Number(0), Number(1));
        picture = (finish?.Invoke(picture) ?? picture).clamp(Number(0), Number(1)).cpu();
        return new(picture.MoveToOuterDisposeScope(), losses, _earlier, end, Recoveries, _clock.Elapsed);
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Write("fingerprint", _fingerprint);
        to.Write("level", _level);
        to.WriteLosses("earlier", _earlier);
        to.Write("earlier_recoveries", _earlierRecoveries);
        to.Write("descent", _descent!);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        from.ReadText("fingerprint");
        _level = from.ReadInt("level");
        _earlier.AddRange(from.ReadLosses("earlier"));
        _earlierRecoveries = from.ReadInt("earlier_recoveries");
        from.ReadInto("descent", _descent!);
    }

    private (Tensor Image, LossParts Losses, DescentEnd End) Descend()
    {
        var image = task.Start;
        var (losses, end) = (default(LossParts), DescentEnd.Finished);
        for (_level = resume?.Level ?? 0; _level < _levels.Count && end is not (DescentEnd.Stopped or DescentEnd.NotFinite); _level++)
        {
            (image, losses, end) = DescendFrom(image);
            NativeTorch.TrimMemory();
        }
        return (image, losses, end);
    }

    private (Tensor, LossParts, DescentEnd) DescendFrom(Tensor image)
    {
        using var scope = NewDisposeScope();
        var level = _levels[_level];
        var objective = task.ObjectiveAt(level);
        using var owned = objective as IDisposable;
        using var start = First(image, level);
        using var descent = _descent = new Descent(start, task.Optimizer(level), objective.Evaluate)
        {
            IsPatient = task.IsPatient,
            EndsWhenStill = !task.IsPatient,
            Evaluated = _ => callbacks.Progress?.Report(Progress()),
            Iterated = _ => Keep(isLast: false),
        };
        start.Dispose();
        if (resume?.Level == _level)
            TakeUp(resume);
        var end = descent.Run(level.Evaluations, stop);
        if (end is DescentEnd.Stopped)
            Keep(isLast: true);
        _earlier.AddRange(descent.Losses);
        _earlierRecoveries += descent.Recoveries;
        _descent = null;
        return (descent.Best.clone().MoveToOuterDisposeScope(), descent.BestLoss, end);
    }

    // The image in this size, with the detail of the first image that the size before had no room for: half of it at the size before the
    // last, and so on, so that large strokes stay free of the photo's lines.
    private Tensor First(Tensor image, PyramidLevel level)
    {
        using var scope = NewDisposeScope();
        var first = Scaling.To(image, level.Height, level.Width);
        if (_level > 0 && _levels[_level - 1] is var before && (before.Height < task.Start.shape[2] || before.Width < task.Start.shape[3]))
        {
            var detail = Scaling.To(task.Start, level.Height, level.Width);
            detail.sub_(Scaling.To(Scaling.To(detail, before.Height, before.Width), level.Height, level.Width));
            first.add_(detail, alpha: Number(Math.Pow(DetailKept, _levels.Count - 1 - _level)));
        }
        return first.MoveToOuterDisposeScope();
    }

    private void TakeUp(StylizationCheckpoint checkpoint)
    {
        checkpoint.LoadInto(this);
        _keptAt = checkpoint.Losses.Count;
    }

    private static string Match(string fingerprint, StylizationCheckpoint? resume) =>
        resume is null || StylizationFingerprint.Difference(resume.Fingerprint, fingerprint) is not { } difference
            ? fingerprint
            : throw new StylizationException($"{resume.Source}: is the checkpoint of a run whose {difference}; use the same again, or start over with another file.");

    private StylizationProgress Progress() => new(
        Done, _levels.Sum(level => level.Evaluations), Part(), _descent!.Losses[^1], _level,
        (int)_descent.Image.shape[2], (int)_descent.Image.shape[3], Recoveries)
    {
        Line = task.Print(Done, _descent.Losses[^1].Total),
    };

    private void Keep(bool isLast)
    {
        var progress = Progress();
        var isDue = progress.Evaluation / callbacks.Every > _keptAt / callbacks.Every;
        if (isDue || isLast)
            _keptAt = progress.Evaluation;
        using var scope = NewDisposeScope();
        if (callbacks.Preview is { } show && (callbacks.IsPreviewDue?.Invoke() ?? isDue))
            show(progress, task.ToPicture(_descent!.Best));
        if (callbacks.Checkpoint is { } keep && ((callbacks.IsCheckpointDue?.Invoke() ?? isDue) || isLast))
            keep(new(this));
    }

    private double Part()
    {
        var before = _levels.Take(_level).Sum(Cost);
        return (before + Cost(_levels[_level] with { Evaluations = _descent!.Losses.Count })) / _levels.Sum(Cost);
    }

    private static double Cost(PyramidLevel level) => (double)level.Evaluations * level.LongSide * level.LongSide;
}
