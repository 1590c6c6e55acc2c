using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>The latest steps and the changes of gradient along them, from which L-BFGS knows the curvature.</summary>
internal sealed class LBfgsHistory(int capacity) : IDisposable
{
    private readonly List<(Tensor Step, Tensor Change, double InverseProduct)> _pairs = [];

    /// <summary>Diagonal of the first guess of the inverse Hessian: s y / y y of the latest pair.</summary>
    public double Scale { get; private set; } = 1;

    public int Count => _pairs.Count;

    public IEnumerable<(Tensor Step, Tensor Change)> Pairs => _pairs.Select(pair => (pair.Step, pair.Change));

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

    public void Dispose() => Clear();

    private void RemoveOldest()
    {
        _pairs[0].Step.Dispose();
        _pairs[0].Change.Dispose();
        _pairs.RemoveAt(0);
    }
}
