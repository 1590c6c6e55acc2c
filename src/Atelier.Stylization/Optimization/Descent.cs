using Atelier.Core;
using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Runs an optimizer over an image for a number of evaluations; keeps the best image, and gets out of trouble.</summary>
/// <remarks>
/// A loss or gradient that is not finite, a loss far above the best for long, and a standstill are each answered by going back
/// to the best image with the history forgotten and half the step. Where that does not help, the run ends with the reason.
/// Owns its images and the optimizer.
/// </remarks>
internal sealed class Descent : IStateful, IDisposable
{
    private const int MostRecoveries = 6;
    private const int PatienceAstray = 12;
    private const double Astray = 50;
    private const int PatienceStalled = 60;

    private readonly Func<Tensor, Evaluation> _objective;
    private readonly ImageOptimizer _optimizer;
    private readonly List<LossParts> _losses = [];
    private readonly VisibleChange _change = new();
    private int _sinceBest;
    private int _bestAtRecovery = -1;
    private int _bestAt;
    private bool _isEvaluated;
    private TorchSharp.DisposeScope? _scope;

    /// <param name="start">[N,3,H,W]; copied.</param>
    /// <param name="optimizer">Taken over.</param>
    /// <param name="objective">What to minimize.</param>
    public Descent(Tensor start, ImageOptimizer optimizer, Func<Tensor, Evaluation> objective)
    {
        (_optimizer, _objective) = (optimizer, objective);
        using var scope = NewDisposeScope();
        Image = start.detach().clone().DetachFromDisposeScope();
        Best = Image.clone().DetachFromDisposeScope();
        optimizer.Device = start.device;
    }

    /// <summary>The image as it is.</summary>
    public Tensor Image { get; }

    /// <summary>The image with the least loss so far; the start before the first evaluation.</summary>
    public Tensor Best { get; }

    /// <summary>The loss of <see cref="Best"/>.</summary>
    public LossParts BestLoss { get; private set; } = new(double.PositiveInfinity, 0, 0);

    /// <summary>The loss of each evaluation.</summary>
    public IReadOnlyList<LossParts> Losses => _losses;

    /// <summary>How often the run went back to the best image.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Whether to continue however long the loss diverges or stalls; false by default. A loss that is not finite always sends the run back.</summary>
    public bool IsPatient { get; init; }

    /// <summary>Whether to end when the image, a picture in [0,1], no longer changes visibly; false by default.</summary>
    public bool EndsWhenStill { get; init; }

    /// <summary>Called after each evaluation.</summary>
    public Action<Descent>? Evaluated { get; init; }

    /// <summary>Called between iterations, when <see cref="Save"/> gives a state to continue from.</summary>
    public Action<Descent>? Iterated { get; init; }

    /// <summary>Runs until <see cref="Losses"/> counts <paramref name="evaluations"/>, or until nothing more can be done.</summary>
    /// <remarks>A stop takes effect once the image as it is has been evaluated, so that there is a loss to report and a state to continue from.</remarks>
    public DescentEnd Run(int evaluations, CancellationToken stop = default)
    {
        // Evaluations belong to the run until a step disposes them, so that one which throws leaves none behind.
        using var scope = _scope = NewDisposeScope();
        Evaluation? current = null;
        while (_losses.Count < evaluations)
        {
            if (current is not null && stop.IsCancellationRequested)
                return DescentEnd.Stopped;
            var next = current is null ? Evaluate(Image) : _optimizer.Step(Image, current, Evaluate);
            var isFresh = current is null;
            current = null;
            if (next is not null && IsFinite(next) && !IsLost())
            {
                current = next;
                _isEvaluated = true;
                if (isFresh)
                    continue;
                if (EndsWhenStill && _change.IsOver(Best))
                    return DescentEnd.Still;
                Iterated?.Invoke(this);
            }
            else if (!GoBack(next))
            {
                return IsFiniteSoFar ? DescentEnd.Converged : DescentEnd.NotFinite;
            }
        }
        return IsFiniteSoFar || _losses.Count == 0 ? DescentEnd.Finished : DescentEnd.NotFinite;
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Write("image", Image);
        to.Write("best", Best);
        to.WriteLosses("best_loss", [BestLoss]);
        to.WriteLosses("losses", _losses);
        to.Write("recoveries", Recoveries);
        to.Write("since_best", _sinceBest);
        to.Write("best_at", _bestAt);
        to.Write("best_at_recovery", _bestAtRecovery);
        to.Write("is_evaluated", _isEvaluated);
        to.Write("optimizer", _optimizer);
        to.Write("change", _change);
    }

    /// <summary>Takes up the state of an equally large image, before the first run.</summary>
    /// <exception cref="CheckpointException">It does not fit.</exception>
    public void Load(StateReader from)
    {
        from.ReadInto("image", Image);
        from.ReadInto("best", Best);
        BestLoss = from.ReadLosses("best_loss") is [var loss] ? loss : BestLoss;
        _losses.AddRange(from.ReadLosses("losses"));
        (Recoveries, _sinceBest) = (from.ReadInt("recoveries"), from.ReadInt("since_best"));
        (_bestAt, _bestAtRecovery) = (from.ReadInt("best_at"), from.ReadInt("best_at_recovery"));
        _isEvaluated = from.ReadBool("is_evaluated") && _losses.Count > 0;
        from.ReadInto("optimizer", _optimizer);
        from.ReadInto("change", _change);
        if (!_isEvaluated)
            return;
        // The run begins by evaluating the image again.
        _losses.RemoveAt(_losses.Count - 1);
        _sinceBest--;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        Best.Dispose();
        _optimizer.Dispose();
        _change.Dispose();
    }

    private bool IsFiniteSoFar => double.IsFinite(BestLoss.Total);

    private Evaluation Evaluate(Tensor image)
    {
        using var scope = NewDisposeScope();
        var evaluation = _objective(image);
        _scope!.Attach(evaluation.Gradient);
        _losses.Add(evaluation.Losses);
        _sinceBest++;
        if (evaluation.Losses.Total < BestLoss.Total && IsFinite(evaluation))
        {
            if (evaluation.Losses.Total < BestLoss.Total * (1 - 1e-5))
                _sinceBest = 0;
            (BestLoss, _bestAt) = (evaluation.Losses, _losses.Count);
            Best.copy_(image);
            _change.Improved();
        }
        Evaluated?.Invoke(this);
        return evaluation;
    }

    private static bool IsFinite(Evaluation evaluation) =>
        double.IsFinite(evaluation.Losses.Total) && double.IsFinite(VectorProducts.SumOfAbsolutes(evaluation.Gradient));

    private bool IsLost() =>
        !IsPatient && (_sinceBest > PatienceStalled
        || (_sinceBest > PatienceAstray && _losses.TakeLast(PatienceAstray).All(loss => !(loss.Total < Astray * BestLoss.Total))));

    private bool GoBack(Evaluation? evaluation)
    {
        using var scope = NewDisposeScope();
        evaluation?.Dispose();
        // Back where it was at the last recovery: there is nothing better to be found.
        if (Recoveries >= MostRecoveries || (_bestAtRecovery == _bestAt && IsFiniteSoFar))
            return false;
        (_bestAtRecovery, _sinceBest, _isEvaluated) = (_bestAt, 0, false);
        Recoveries++;
        _optimizer.Recover();
        Image.copy_(Best);
        return true;
    }
}

/// <summary>Moves an image towards less loss, an iteration at a time. Owns its state, not the image.</summary>
/// <remarks>
/// The image is changed in place. What is saved is enough to continue elsewhere exactly as here: TorchSharp's own optimizers hide
/// their state.
/// </remarks>
internal abstract class ImageOptimizer : IStateful, IDisposable
{
    /// <summary>Where the image is, and what is loaded goes; the CPU by default.</summary>
    public Device Device { get; set; } = CPU;

    /// <summary>One iteration from <paramref name="current"/>.</summary>
    /// <param name="image">[N,3,H,W], changed in place.</param>
    /// <param name="current">The evaluation at the image as it is; disposed.</param>
    /// <param name="evaluate">Evaluates the objective; called at least once.</param>
    /// <returns>The evaluation at the image as it is now; null if no step leads down any more.</returns>
    public abstract Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate);

    /// <summary>Forgets the past and halves the step, after an optimization has diverged.</summary>
    public abstract void Recover();

    /// <inheritdoc/>
    public abstract void Save(StateWriter to);

    /// <inheritdoc/>
    public abstract void Load(StateReader from);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>How an optimization ended.</summary>
public enum DescentEnd
{
    /// <summary>All evaluations were done.</summary>
    Finished,

    /// <summary>No step leads to less loss.</summary>
    Converged,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>The loss was never finite: the image, the network or a weight is not.</summary>
    NotFinite,

    /// <summary>The last evaluations changed nothing visible.</summary>
    Still,
}
