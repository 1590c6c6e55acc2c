using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Samples mixed with one another, and their targets likewise: x = l x_i + (1 - l) x_j, y = l y_i + (1 - l) y_j.</summary>
/// <remarks>Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018. As in their code, a batch is mixed with itself in
/// another order, with one l for all of it.</remarks>
internal static class Mixup
{
    /// <summary>Inputs mixed with those that the order puts in their places.</summary>
    /// <param name="inputs">[N,...] floating point.</param>
    /// <param name="lambda">l, the share that stays, in [0,1].</param>
    /// <param name="order">j for each i: N indices in [0,N).</param>
    /// <returns>[N,...], in the inputs' memory layout.</returns>
    /// <exception cref="ShapeException">There are not exactly N indices.</exception>
    public static Tensor Inputs(Tensor inputs, double lambda, IReadOnlyList<long> order)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Require.InRange(lambda, 0, 1);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        return inputs.lerp(inputs.index_select(0, Indices(inputs, order)), 1 - lambda).MoveToOuterDisposeScope();
    }

    /// <summary>The matching targets: each sample's share of each class.</summary>
    /// <param name="targets">[N] int64 classes in [0,C), or [N,C] float32 shares.</param>
    /// <param name="classes">C, 1 or more.</param>
    /// <param name="lambda">As for the inputs.</param>
    /// <param name="order">As for the inputs.</param>
    /// <param name="weights">
    /// [N] float32 greater than 0, or null if all count equally. With weights, a sample's share counts as much as the sample does:
    /// y = (l w_i y_i + (1 - l) w_j y_j) / w, w being the mixed <see cref="Weights"/>, so that the weighted loss is that of both samples.
    /// </param>
    /// <returns>[N,C] float32.</returns>
    /// <exception cref="ShapeException">There are not exactly N indices.</exception>
    public static Tensor Targets(Tensor targets, int classes, double lambda, IReadOnlyList<long> order, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Require.InRange(lambda, 0, 1);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var shares = targets.dim() == 1 ? nn.functional.one_hot(targets, Require.Positive(classes)).to(ScalarType.Float32) : targets;   // [N,C]
        if (weights is null)
            return shares.lerp(shares.index_select(0, Indices(targets, order)), 1 - lambda).MoveToOuterDisposeScope();
        var weighted = shares * weights.unsqueeze(1);                                                                                           // [N,C]
        var mixed = weighted.lerp(weighted.index_select(0, Indices(targets, order)), 1 - lambda);
        return (mixed / Weights(weights, lambda, order).unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The matching weights: w = l w_i + (1 - l) w_j.</summary>
    /// <param name="weights">[N] float32.</param>
    /// <param name="lambda">As for the inputs.</param>
    /// <param name="order">As for the inputs.</param>
    /// <returns>[N] float32, with the same sum.</returns>
    /// <exception cref="ShapeException">There are not exactly N indices.</exception>
    public static Tensor Weights(Tensor weights, double lambda, IReadOnlyList<long> order) => Inputs(weights, lambda, order);

    /// <summary>Draws l from Beta(alpha, alpha), and an order.</summary>
    /// <param name="count">N, the samples of the batch.</param>
    /// <param name="alpha">Greater than 0: small for samples nearly unmixed; 0.2 to 0.4 on ImageNet.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static (double Lambda, IReadOnlyList<long> Order) Draw(int count, double alpha, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Require.Positive(alpha);
        var lambda = Beta.Draw(alpha, random);
        long[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return (lambda, order);
    }

    private static Tensor Indices(Tensor of, IReadOnlyList<long> order) => order.Count == of.shape[0]
        ? tensor([.. order], device: of.device)
        : throw new ShapeException($"[{order.Count},...]", of.shape);
}

/// <summary>The beta distribution with equal parameters.</summary>
internal static class Beta
{
    /// <summary>A number in [0,1] from Beta(alpha, alpha): Jöhnk's method up to 1, two gamma variables above.</summary>
    public static double Draw(double alpha, Random random)
    {
        if (alpha > 1)
        {
            var (a, b) = (Gamma(alpha, random), Gamma(alpha, random));
            return a / (a + b);
        }
        while (true)
        {
            // Logarithms, because with a small alpha the powers themselves are 0.
            var x = Math.Log(1 - random.NextDouble()) / alpha;
            var y = Math.Log(1 - random.NextDouble()) / alpha;
            var larger = Math.Max(x, y);
            var sum = larger + Math.Log(Math.Exp(x - larger) + Math.Exp(y - larger));
            if (sum <= 0)
                return Math.Exp(x - sum);
        }
    }

    // Marsaglia and Tsang 2000, for shapes of 1 and more.
    private static double Gamma(double shape, Random random)
    {
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < z * z / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
