using Atelier.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Limited-memory BFGS over an image's pixels: x += t d, d = -H g with H from the latest steps.</summary>
/// <remarks>
/// Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.5. With <see cref="LineSearch.None"/> it takes the
/// same steps as PyTorch's, which the lesson uses: t = lr, except the first, min(1, 1/|g|_1) lr. Departs from the book there:
/// nothing makes sure that the loss falls. <see cref="LineSearch.StrongWolfe"/> does, at about one more evaluation for every
/// three steps.
/// </remarks>
internal sealed class LBfgs : ImageOptimizer
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
    public override void Save(StateWriter to)
    {
        to.Write("is_first", _isFirst);
        to.Write("scale", _scale);
        to.Write("history", History);
    }

    /// <inheritdoc/>
    public override void Load(StateReader from)
    {
        (_isFirst, _scale) = (from.ReadBool("is_first"), from.ReadDouble("scale"));
        from.ReadInto("history", History);
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

/// <summary>The latest steps and the changes of gradient along them, from which L-BFGS knows the curvature.</summary>
internal sealed class LBfgsHistory(int capacity) : IStateful, IDisposable
{
    private readonly List<(Tensor Step, Tensor Change, double InverseProduct)> _pairs = [];

    /// <summary>Diagonal of the first guess of the inverse Hessian: s y / y y of the latest pair.</summary>
    public double Scale { get; private set; } = 1;

    public int Count => _pairs.Count;

    /// <summary>Keeps a pair; one without positive curvature is disposed instead.</summary>
    /// <param name="step">s = x' - x; taken over.</param>
    /// <param name="change">y = g' - g; taken over.</param>
    public void Add(Tensor step, Tensor change)
    {
        var product = Vector.Dot(step, change);
        var curved = product > 1e-10;
        if (curved && _pairs.Count == capacity)
            RemoveOldest();
        if (curved)
        {
            _pairs.Add((step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), 1 / product));
            Scale = product / Vector.Dot(change, change);
        }
        else
        {
            step.Dispose();
            change.Dispose();
        }
    }

    /// <summary>-H g by the two-loop recursion.</summary>
    /// <remarks>Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.4.</remarks>
    public Tensor Direction(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var direction = gradient.neg();
        var alphas = new double[_pairs.Count];
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            var (step, change, inverse) = _pairs[i];
            alphas[i] = inverse * Vector.Dot(step, direction);
            direction.add_(change, alpha: -alphas[i]);
        }
        direction.mul_(Scale);
        for (var i = 0; i < _pairs.Count; i++)
        {
            var (step, change, inverse) = _pairs[i];
            direction.add_(step, alpha: alphas[i] - inverse * Vector.Dot(change, direction));
        }
        return direction.MoveToOuterDisposeScope();
    }

    public void Clear()
    {
        while (_pairs.Count > 0)
            RemoveOldest();
        Scale = 1;
    }

    public void Save(StateWriter to)
    {
        foreach (var (index, (step, change, _)) in _pairs.Index())
        {
            to.Write($"{index}.step", step);
            to.Write($"{index}.change", change);
        }
    }

    public void Load(StateReader from)
    {
        Clear();
        for (var index = 0; from.Has($"{index}.step"); index++)
            Add(from.ReadTensor($"{index}.step"), from.ReadTensor($"{index}.change"));
    }

    public void Dispose() => Clear();

    private void RemoveOldest()
    {
        _pairs[0].Step.Dispose();
        _pairs[0].Change.Dispose();
        _pairs.RemoveAt(0);
    }
}

/// <summary>Numbers from tensors seen as flat vectors.</summary>
internal static class Vector
{
    public static double Dot(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.flatten().dot(b.flatten()).ToDouble();
    }

    /// <summary>Sum of absolute values.</summary>
    public static double Norm1(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.abs().sum().ToDouble();
    }

    /// <summary>Largest absolute value.</summary>
    public static double NormInfinity(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.abs().max().ToDouble();
    }
}
