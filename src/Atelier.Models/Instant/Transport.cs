using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>
/// The map that gives features the painting's mean and covariance and moves them as little as possible: the optimal transport between
/// two normal distributions, f -> A (f - m) + n.
/// </summary>
/// <remarks>
/// A = L^-T (L^T S L)^(1/2) L^-1, where the photo's covariance is L L^T and the painting's S. Both get <see cref="Ridge"/> of the painting's
/// mean variance added, and a little against rounding: a direction in which the photo hardly varies, such as a sky's, would be amplified into noise otherwise.
/// </remarks>
/// <param name="Matrix">A, [N,C,C].</param>
/// <param name="From">m, [N,C].</param>
/// <param name="To">n, [N,C].</param>
internal sealed record Transport(Tensor Matrix, Tensor From, Tensor To)
{
    /// <summary>Of the mean variance of a channel.</summary>
    private const double Ridge = 0.02;

    // Of the photo's mean square: sums in float32 leave a covariance that has negative eigenvalues where there is hardly any variance.
    private const double Rounding = 1e-4;
    private const double Least = 1e-8;

    /// <summary>From the photo's moments to the painting's, in the caller's scope.</summary>
    public static Transport Between(Moments photo, Moments painting) => Between([photo], [painting])[0];

    /// <summary>Likewise, of several taps.</summary>
    public static IReadOnlyList<Transport> Between(IReadOnlyList<Moments> photo, IReadOnlyList<Moments> painting)
    {
        using var scope = NewDisposeScope();
        var parts = photo.Zip(painting, Factors).ToList();
        var roots = parts.SelectMany(part => part.Inner.unbind()).Select(matrix => matrix.contiguous().data<double>().ToArray()).ToList();
        // Eigenvectors below each other, each times the fourth root of its value: their products are the square root of the matrix.
        Parallel.For(0, roots.Count, index =>
        {
            var size = (int)Math.Sqrt(roots[index].Length);
            var (values, vectors) = SymmetricMatrix.Decompose(roots[index], size);
            for (var at = 0; at < vectors.Length; at++)
                vectors[at] *= Math.Sqrt(Math.Sqrt(Math.Max(0, values[at / size])));
            roots[index] = vectors;
        });
        List<Transport> transports = [];
        foreach (var (index, (factor, inner)) in parts.Index())
        {
            var (batch, channels) = (inner.shape[0], inner.shape[1]);
            var vectors = stack([.. roots.Take((int)batch).Select(root => tensor(root, [channels, channels], float64))]);
            roots.RemoveRange(0, (int)batch);
            var root = vectors.transpose(1, 2).bmm(vectors);
            var inverse = linalg.solve_triangular(factor, eye(channels, dtype: float64).expand_as(factor), upper: false); // L^-1
            var matrix = inverse.transpose(1, 2).bmm(root).bmm(inverse).to(float32);
            transports.Add(new(matrix.MoveToOuterDisposeScope(), photo[index].Mean, painting[index].Mean));
        }
        return transports;
    }

    /// <summary>What is added to the variances: [N].</summary>
    internal static Tensor RidgeOf(Moments photo, Moments painting)
    {
        using var scope = NewDisposeScope();
        var square = photo.Covariance.diagonal(0, 1, 2).Plus(photo.Mean * photo.Mean).mean([1]);                      // [N]
        return (painting.Covariance.diagonal(0, 1, 2).mean([1]) * Number(Ridge)).Plus(square * Number(Rounding)).Plus(Least).MoveToOuterDisposeScope();
    }

    // L, and L^T S L.
    private static (Tensor Factor, Tensor Inner) Factors(Moments photo, Moments painting)
    {
        var ridge = eye(photo.Mean.shape[1]) * RidgeOf(photo, painting).view(-1, 1, 1);                               // [N,C,C]
        var factor = linalg.cholesky(photo.Covariance.Plus(ridge).to(float64));
        return (factor, factor.transpose(1, 2).bmm(painting.Covariance.Plus(ridge).to(float64)).bmm(factor));
    }

    /// <summary>The features moved: [N,C,H,W], channels last in memory.</summary>
    public Tensor Apply(Tensor features)
    {
        using var scope = NewDisposeScope();
        if (features.shape is not [var n, var c, var h, var w])
            throw new Core.ShapeException("[N,C,H,W]", features.shape);
        var shift = To - Matrix.bmm(From.unsqueeze(2)).squeeze(2);                                                    // [N,C]
        var pixels = features.permute(0, 2, 3, 1).reshape(n, h * w, c);                                               // A is symmetric
        return pixels.bmm(Matrix).add_(shift.unsqueeze(1), alpha: One).view(n, h, w, c).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
