using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>
/// What it takes to move the features to where the painting's are, if both were normally distributed: L = weight * (|m - n|^2 + tr(S + T - 2 (T^(1/2) S T^(1/2))^(1/2))),
/// m and n the means, S and T the covariances.
/// </summary>
/// <remarks>
/// The squared Wasserstein-2 distance of normal distributions (Olkin and Pukelsheim, "The Distance Between Two Random Vectors with Given
/// Dispersion Matrices", 1982). A Gram matrix compares squares, so that channels that fire strongly are nearly all that counts; this counts
/// each by how far it is off. To both covariances a small multiple of the identity is added, as if there were a little noise in all
/// channels: without it, channels that never fire in the painting would have a gradient without bounds.
/// With S = L L^T and T = K K^T, the last trace is that of U^T L^T K, U the rotation in L^T K (by <see cref="SquareMatrices.PolarFactor(float[], int, double, double)"/>); and features f
/// are to move to n + M (f - m), M = L^-T U K^T, so that the gradient is 2 weight / (H W) * (f - n - M (f - m)).
/// </remarks>
internal sealed class WassersteinLoss : FeatureLoss
{
    // Of the painting's mean square: the variance that each channel has at least.
    private const double Noise = 1e-3;

    private readonly double _weight;
    private readonly PlaceWeights _places;
    private readonly double _noise;
    private readonly double[] _mean;
    private readonly double _trace;
    private readonly float[] _root;   // K
    private Tensor? _solved;          // the sum that the following is of
    private (double Distance, Tensor Matrix, Tensor Row)[] _solution = [];

    /// <param name="target">The painting's <see cref="FeatureMoments"/>, [1,C+1,C].</param>
    /// <param name="weight">0 or more.</param>
    public WassersteinLoss(Tensor target, double weight)
        : this(target, weight, new PlaceWeights())
    {
    }

    /// <param name="target">The painting's <see cref="FeatureMoments"/>, [1,C+1,C].</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="places">How much each place of the image counts; owned.</param>
    internal WassersteinLoss(Tensor target, double weight, PlaceWeights places)
    {
        if (target.shape is not [1, var c, var d] || c != d + 1)
            throw new ShapeException("[1,C+1,C]", target.shape);
        (_weight, _places) = (Require.NonNegative(weight, nameof(weight)), places);
        _noise = Math.Max(Noise * Energy(target) / d, double.Epsilon);
        (var covariance, _mean, _trace) = Covariance(target[0]);
        _root = new LowerTriangle(covariance).ToFloats();
    }

    /// <summary>The mean square of the features, over all channels together: the loss of features that are 0, but for the noise.</summary>
    /// <param name="moments">[1,C+1,C].</param>
    internal static double Energy(Tensor moments)
    {
        using var scope = NewDisposeScope();
        var channels = moments.shape[2];
        return moments[0].narrow(0, 0, channels).diagonal().cpu().to(float64).data<double>().ToArray().Sum();
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape is not [_, var channels, _, _] || channels != _mean.Length)
            throw new ShapeException($"[N,{_mean.Length},H,W]", piece.Features.shape);
        return FeatureMoments.Sums(piece, _places);
    }

    /// <inheritdoc/>
    internal override Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        var count = _places.Count(piece);
        // The same for all pieces of an image.
        if (!ReferenceEquals(sum, _solved))
        {
            FreeSolution();
            (_solved, _solution) = (sum, [.. (sum / Number(count)).unbind().Select(Solve)]);
        }
        if (gradient is not null)
        {
            var factor = 2 * _weight / count;
            var (image, into) = (GramMatrix.Pixels(_places.Full(piece)), GramMatrix.Pixels(gradient));   // [N,H,W,C]
            foreach (var (n, (_, matrix, row)) in _solution.Index())
            {
                var step = (row * Number(factor)).to(image.device);
                PixelProducts.AddProduct(image[n], matrix.to(image.device), factor, into[n], _places.AreEven ? step : null);
                if (!_places.AreEven)
                    into[n].add_(GramMatrix.Pixels(_places.At(piece))[0] * step, alpha: One);
            }
        }
        return tensor((float)(_weight * _solution.Sum(of => of.Distance)), device: piece.Features.device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        FreeSolution();
        _places.Dispose();
    }

    // The distance, and the gradient at features f but for its factor: f times the matrix, plus the row.
    private (double Distance, Tensor Matrix, Tensor Row) Solve(Tensor moments)
    {
        var size = _mean.Length;
        var (covariance, mean, trace) = Covariance(moments);
        var triangle = new LowerTriangle(covariance);
        var both = SquareMatrices.Multiply(LowerTriangle.Transposed(triangle.ToFloats(), size), _root, size);
        var rotation = SquareMatrices.PolarFactor(both, size, _noise, Most(both, size));
        var matrix = Array.ConvertAll(SquareMatrices.Multiply(rotation, LowerTriangle.Transposed(_root, size), size), value => (double)value);
        triangle.SolveTransposed(matrix);
        var distance = trace + _trace;
        var (remaining, row) = (new float[size * size], new float[size]);
        for (var i = 0; i < size; i++)
        {
            var step = mean[i] - _mean[i];
            distance += step * step;
            for (var j = 0; j < size; j++)
            {
                // I - M, of which rounding leaves two halves that are not quite alike.
                var rest = (i == j ? 1 : 0) - ((matrix[(i * size) + j] + matrix[(j * size) + i]) / 2);
                remaining[(i * size) + j] = (float)rest;
                step -= rest * mean[j];
                distance -= 2.0 * rotation[(i * size) + j] * both[(i * size) + j];
            }
            row[i] = (float)step;
        }
        return (
            double.IsNaN(distance) ? distance : Math.Max(0, distance),
            tensor(remaining).view(size, size).DetachFromDisposeScope(),
            tensor(row).DetachFromDisposeScope());
    }

    private (double[] Covariance, double[] Mean, double Trace) Covariance(Tensor moments)
    {
        using var scope = NewDisposeScope();
        var size = (int)moments.shape[1];
        var values = moments.cpu().contiguous().data<float>().ToArray();
        var (covariance, mean, trace) = (new double[size * size], Array.ConvertAll(values[(size * size)..], value => (double)value), 0.0);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                covariance[(i * size) + j] = values[(i * size) + j] - (mean[i] * mean[j]);
            covariance[(i * size) + i] += _noise;
            trace += covariance[(i * size) + i];
        }
        return (covariance, mean, trace);
    }

    // No singular value is more than the root of the largest sums of a row and of a column.
    private static double Most(float[] matrix, int size)
    {
        var (rows, columns) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                rows[i] += Math.Abs(matrix[(i * size) + j]);
                columns[j] += Math.Abs(matrix[(i * size) + j]);
            }
        }
        return Math.Sqrt(rows.Max() * columns.Max());
    }

    private void FreeSolution()
    {
        foreach (var (_, matrix, row) in _solution)
        {
            matrix.Dispose();
            row.Dispose();
        }
        (_solved, _solution) = (null, []);
    }
}
