using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Limited-memory BFGS over an image's pixels: x += t d, d = -H g with H from the latest steps.</summary>
/// <remarks>
/// Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.5. With <see cref="LineSearch.None"/> it takes the
/// same steps as PyTorch's, which the lesson uses: t = lr, except the first, min(1, 1/|g|_1) lr (see <see cref="FirstStep"/>). Departs from the book there:
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

    /// <summary>
    /// Length of the first step, which no curvature is known for, as the root of the mean square of its pixels' changes; null, the
    /// default, for PyTorch's, which moves nothing visibly in a picture: one evaluation spent to learn a curvature.
    /// </summary>
    public double? FirstStep { get; init; }

    /// <summary>How many steps are remembered, 1 or more; each takes twice the image's memory. 100 by default, as in PyTorch.</summary>
    public int HistorySize { get; init => field = Require.Positive(value); } = 100;

    /// <summary>Whether the steps are remembered in bfloat16, in half the memory, with three digits; false by default.</summary>
    public bool IsHistoryHalved { get; init; }

    /// <summary>How far to go along a direction; none by default, as in the lesson.</summary>
    public LineSearch LineSearch { get; init; } = LineSearch.None;

    /// <summary>Largest gradient that counts as zero, 0 or more; 1e-7 by default.</summary>
    public double GradientTolerance { get; init => field = Require.NonNegative(value); } = 1e-7;

    /// <summary>Smallest slope and step that count as progress, 0 or more; 1e-9 by default.</summary>
    public double ChangeTolerance { get; init => field = Require.NonNegative(value); } = 1e-9;

    private LBfgsHistory History => _history ??= new(HistorySize, IsHistoryHalved);

    /// <inheritdoc/>
    public override Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate)
    {
        using var scope = NewDisposeScope();
        if (VectorProducts.Largest(current.Gradient) <= GradientTolerance)
            return Stop(current);
        var direction = History.Direction(current.Gradient);
        var slope = VectorProducts.Dot(current.Gradient, direction);
        if (slope > -ChangeTolerance)
            return Stop(current);

        var length = (_isFirst ? FirstLength(current.Gradient) : 1) * LearningRate * _scale;
        var next = LineSearch is LineSearch.None
            ? Follow(image, direction, ref length, evaluate)
            : new StrongWolfe(image, direction, slope, current, evaluate).Search(ref length);
        if (next is null)
            return Stop(current);

        _isFirst = false;
        // In the memory of what is no longer needed.
        var change = current.Gradient.neg_().add_(next.Gradient, alpha: One);
        var step = direction.mul_(Number(length));
        History.Add(step, change);
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
        History.Device = Device;
        from.ReadInto("history", History);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _history?.Dispose();

    private double FirstLength(Tensor gradient) => FirstStep is { } step
        ? step * Math.Sqrt(gradient.numel() / VectorProducts.Dot(gradient, gradient))
        : Math.Min(1, 1 / VectorProducts.SumOfAbsolutes(gradient));

    private Evaluation? Follow(Tensor image, Tensor direction, ref double length, Func<Tensor, Evaluation> evaluate)
    {
        if (VectorProducts.Largest(direction) * length <= ChangeTolerance)
            return null;
        image.add_(direction, alpha: Number(length));
        return evaluate(image);
    }

    private static Evaluation? Stop(Evaluation current)
    {
        current.Dispose();
        return null;
    }
}

/// <summary>The latest steps and the changes of gradient along them, from which L-BFGS knows the curvature.</summary>
/// <param name="capacity">How many.</param>
/// <param name="isHalved">Whether in bfloat16.</param>
internal sealed class LBfgsHistory(int capacity, bool isHalved) : IStateful, IDisposable
{
    private readonly List<(Tensor Step, Tensor Change, double InverseProduct)> _pairs = [];

    /// <summary>Diagonal of the first guess of the inverse Hessian: s y / y y of the latest pair.</summary>
    public double Scale { get; private set; } = 1;

    public int Count => _pairs.Count;

    /// <summary>Where what is loaded goes.</summary>
    public Device Device { get; set; } = CPU;

    /// <summary>Keeps a pair; one without positive curvature is disposed instead.</summary>
    /// <param name="step">s = x' - x; taken over.</param>
    /// <param name="change">y = g' - g; taken over.</param>
    public void Add(Tensor step, Tensor change)
    {
        if (isHalved)
            (step, change) = (Halve(step), Halve(change));
        var product = VectorProducts.Dot(step, change);
        var curved = product > 1e-10;
        if (curved && _pairs.Count == capacity)
            RemoveOldest();
        if (curved)
        {
            _pairs.Add((step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), 1 / product));
            Scale = product / VectorProducts.Dot(change, change);
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
            alphas[i] = inverse * VectorProducts.Dot(step, direction);
            VectorProducts.Add(direction, change, -alphas[i]);
        }
        direction.mul_(Number(Scale));
        for (var i = 0; i < _pairs.Count; i++)
        {
            var (step, change, inverse) = _pairs[i];
            VectorProducts.Add(direction, step, alphas[i] - inverse * VectorProducts.Dot(change, direction));
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
        {
            using var scope = NewDisposeScope();
            Add(from.ReadTensor($"{index}.step").to(Device), from.ReadTensor($"{index}.change").to(Device));
        }
    }

    public void Dispose() => Clear();

    // What is rounded is what counts from here on: products are those of the rounded vectors.
    private static Tensor Halve(Tensor vector)
    {
        using (vector)
            return vector.to(bfloat16);
    }

    private void RemoveOldest()
    {
        _pairs[0].Step.Dispose();
        _pairs[0].Change.Dispose();
        _pairs.RemoveAt(0);
    }
}
