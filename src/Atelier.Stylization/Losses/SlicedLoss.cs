using Atelier.Core;
using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>
/// What it takes to move the features to where the painting's are, along each of C directions at right angles: L = weight * sum over directions d of
/// the integral of (X(u) - T(u))^2 over u in [0,1], X(u) the number below which a share u of all f d are.
/// </summary>
/// <remarks>
/// The sliced Wasserstein-2 distance, squared and times C (Heitz et al., "A Sliced Wasserstein Loss for Neural Texture Synthesis", 2021). Departs from
/// the paper: directions stay the same, as L-BFGS needs, and numbers are counted in bins (<see cref="Slices"/>) instead of sorted, so that all
/// places count and not a sample of them, and those of an image's pieces can be added up. A number x is to become T(u), u being the share of
/// numbers below x: the gradient is 2 weight / (H W) * sum of d (f d - T(u)).
/// </remarks>
internal sealed class SlicedLoss : FeatureLoss
{
    private readonly double _weight;
    private readonly PlaceWeights _places;
    private readonly SliceDirections _directions;
    private readonly Tensor _target;   // [C,Bins]
    private Tensor? _solved;   // the sum that the following is of
    private (double Distance, Tensor Targets)[] _solution = [];

    /// <param name="target">Shares of the painting's features in bins, [1,C,<see cref="Slices.Bins"/>] float64.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="seed">Of the directions in which to look (<see cref="SliceDirections"/>).</param>
    /// <param name="places">How much each place of the image counts; owned.</param>
    public SlicedLoss(Tensor target, double weight, long? seed, PlaceWeights places)
    {
        if (target.shape is not [1, _, Slices.Bins])
            throw new ShapeException($"[1,C,{Slices.Bins}]", target.shape);
        (_weight, _places) = (Require.NonNegative(weight, nameof(weight)), places);
        (_target, _directions) = (target[0].clone().DetachFromDisposeScope(), new SliceDirections(target.shape[1], seed));
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape is not [_, var channels, _, _] || channels != _target.shape[0])
            throw new ShapeException($"[N,{_target.shape[0]},H,W]", piece.Features.shape);
        return Sums(piece, _directions, _places);
    }

    /// <summary>Counts in bins along each direction, [N,C,<see cref="Slices.Bins"/>] float64.</summary>
    internal static Tensor Sums(FeaturePiece piece, SliceDirections directions, PlaceWeights places)
    {
        using var scope = NewDisposeScope();
        var weights = places.AreEven ? null : places.At(piece)[0, 0].cpu().contiguous();
        return stack([.. GramMatrix.Pixels(piece.Features).unbind().Select(image => Slices.Count(directions.Along(image), weights))]).MoveToOuterDisposeScope();
    }

    /// <summary>The mean square of numbers in bins, over all directions together.</summary>
    /// <param name="shares">[1,C,<see cref="Slices.Bins"/>] float64.</param>
    internal static double Energy(Tensor shares)
    {
        var energy = 0.0;
        foreach (var (index, share) in shares.data<double>().ToArray().Index())
            energy += share * Math.Pow((Slices.Edges[index % Slices.Bins] + Slices.Edges[(index % Slices.Bins) + 1]) / 2, 2);
        return energy;
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
            (_solved, _solution) = (sum, [.. sum.unbind().Select(counts => Slices.Match(counts, count, _target))]);
            foreach (var (_, targets) in _solution)
                targets.DetachFromDisposeScope();
        }
        if (gradient is not null)
        {
            var (image, into) = (GramMatrix.Pixels(piece.Features), GramMatrix.Pixels(gradient));   // [N,H,W,C]
            foreach (var (n, (_, targets)) in _solution.Index())
            {
                var apart = _directions.Along(image[n]);
                Slices.Subtract(apart, targets);
                if (!_places.AreEven)
                    apart.mul_(GramMatrix.Pixels(_places.At(piece))[0].cpu());
                _directions.AddBack(apart, 2 * _weight / count, into[n]);
            }
        }
        return tensor((float)(_weight * _solution.Sum(of => of.Distance)), device: piece.Features.device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        FreeSolution();
        _directions.Dispose();
        _target.Dispose();
        _places.Dispose();
    }

    private void FreeSolution()
    {
        foreach (var (_, targets) in _solution)
            targets.Dispose();
        (_solved, _solution) = (null, []);
    }
}
