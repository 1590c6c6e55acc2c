using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Limited-memory BFGS over an image's pixels: x += t d, d = -H g with H from the latest steps.</summary>
/// <remarks>
/// Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.5. With <see cref="LineSearch.None"/> it takes the
/// same steps as PyTorch's, which the lesson uses: t = lr, except the first, min(1, 1/|g|_1) lr. Departs from the book there:
/// nothing makes sure that the loss falls. <see cref="LineSearch.StrongWolfe"/> does, at about one more evaluation for every
/// three steps.
/// </remarks>
public sealed class LBfgs : ImageOptimizer
{
    private LBfgsHistory? _history;
    private double _scale = 1;
    private bool _isFirst = true;

    /// <summary>Step length in units of the quasi-Newton step, greater than 0; 1 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 1;

    /// <summary>How many steps are remembered, 1 or more; each takes twice the image's memory. 100 by default, as in PyTorch.</summary>
    public int HistorySize { get; init => field = Require.Positive(value); } = 100;

    /// <summary>How far to go along a direction; none by default, as in the lesson.</summary>
    public LineSearch LineSearch { get; init; } = LineSearch.None;

    /// <summary>Largest gradient that counts as zero, 0 or more; 1e-7 by default.</summary>
    public double GradientTolerance { get; init => field = Require.NonNegative(value); } = 1e-7;

    /// <summary>Smallest slope and step that count as progress, 0 or more; 1e-9 by default.</summary>
    public double ChangeTolerance { get; init => field = Require.NonNegative(value); } = 1e-9;

    private LBfgsHistory History => _history ??= new(HistorySize);

    /// <inheritdoc/>
    public override Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate)
    {
        using var scope = NewDisposeScope();
        if (Vector.NormInfinity(current.Gradient) <= GradientTolerance)
            return Stop(current);
        var direction = History.Direction(current.Gradient);
        var slope = Vector.Dot(current.Gradient, direction);
        if (slope > -ChangeTolerance)
            return Stop(current);

        var length = (_isFirst ? Math.Min(1, 1 / Vector.Norm1(current.Gradient)) : 1) * LearningRate * _scale;
        var next = LineSearch is LineSearch.None
            ? Follow(image, direction, ref length, evaluate)
            : new StrongWolfe(image, direction, slope, current, evaluate).Search(ref length);
        if (next is null)
            return Stop(current);

        _isFirst = false;
        var change = next.Gradient - current.Gradient;
        var step = direction.mul_(length);
        History.Add(step, change);
        current.Dispose();
        return next;
    }

    /// <inheritdoc/>
    public override void Recover()
    {
        History.Clear();
        _isFirst = true;
        _scale /= 2;
    }

    /// <inheritdoc/>
    public override StateDict Save()
    {
        List<KeyValuePair<string, Tensor>> state = [new("numbers", tensor([_isFirst ? 1 : 0, _scale], float64))];
        foreach (var (index, (step, change)) in History.Pairs.Index())
            state.AddRange([new($"step.{index}", step.clone()), new($"change.{index}", change.clone())]);
        return new(state);
    }

    /// <inheritdoc/>
    public override void Load(StateDict state)
    {
        History.Clear();
        for (var index = 0; state.ContainsKey($"step.{index}"); index++)
            History.Add(state[$"step.{index}"].clone(), state[$"change.{index}"].clone());
        var numbers = state["numbers"].data<double>();
        (_isFirst, _scale) = (numbers[0] > 0, numbers[1]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _history?.Dispose();

    private Evaluation? Follow(Tensor image, Tensor direction, ref double length, Func<Tensor, Evaluation> evaluate)
    {
        if (Vector.NormInfinity(direction) * length <= ChangeTolerance)
            return null;
        image.add_(direction, alpha: length);
        return evaluate(image);
    }

    private static Evaluation? Stop(Evaluation current)
    {
        current.Dispose();
        return null;
    }
}
