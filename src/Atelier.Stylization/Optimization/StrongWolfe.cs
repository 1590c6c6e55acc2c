using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>
/// A line search for a step t with f(t) at most f(0) + c1 t f'(0) and |f'(t)| at most c2 |f'(0)|: enough descent, and a
/// slope flat enough for the curvature along the step to be positive.
/// </summary>
/// <remarks>
/// Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 3.5 and 3.6, cubic interpolation (3.59), with the
/// usual c1 = 1e-4 and c2 = 0.9. A loss that is not finite counts as too high. After <see cref="MostEvaluations"/> the best
/// step with enough descent is taken.
/// </remarks>
internal sealed class StrongWolfe(Tensor image, Tensor direction, double slope, Evaluation start, Func<Tensor, Evaluation> evaluate)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostEvaluations = 20;
    private readonly Tensor _origin = image.clone();
    private readonly double _loss = start.Losses.Total;
    private Evaluation? _latest;
    private double _latestStep;
    private int _evaluations;

    private readonly record struct Point(double Step, double Loss, double Slope);

    /// <summary>Finds a step and leaves the image there.</summary>
    /// <param name="length">In: the first guess; out: the step.</param>
    /// <returns>The evaluation there; null, with the image where it was, if no step leads down.</returns>
    public Evaluation? Search(ref double length)
    {
        var previous = new Point(0, _loss, slope);
        var point = Try(length);
        while (!IsTooHigh(point) && !(_evaluations > 1 && point.Loss >= previous.Loss))
        {
            if (Math.Abs(point.Slope) <= -Curvature * slope || _evaluations >= MostEvaluations)
                return Accept(point, ref length);
            if (point.Slope >= 0)
                return Zoom(point, previous, ref length);
            // Where the cubic sees no minimum ahead, a careful step would only use up the evaluations: the slope still leads down.
            var (ahead, farthest) = (Cubic(previous, point), 10 * point.Step);
            var farther = ahead > point.Step ? Math.Clamp(ahead, 1.1 * point.Step, farthest) : farthest;
            (previous, point) = (point, Try(farther));
        }
        return Zoom(previous, point, ref length);
    }

    // low: the best step so far with enough descent; between low and high lies a step that fulfills both conditions.
    private Evaluation? Zoom(Point low, Point high, ref double length)
    {
        while (_evaluations < MostEvaluations && Math.Abs(high.Step - low.Step) * VectorProducts.Largest(direction) > 1e-9)
        {
            var (near, far) = (Math.Min(low.Step, high.Step), Math.Max(low.Step, high.Step));
            var margin = 0.1 * (far - near);
            var point = Try(Math.Clamp(Cubic(low, high), near + margin, far - margin));
            if (IsTooHigh(point) || point.Loss >= low.Loss)
            {
                high = point;
                continue;
            }
            if (Math.Abs(point.Slope) <= -Curvature * slope)
                return Accept(point, ref length);
            if (point.Slope * (high.Step - low.Step) >= 0)
                high = low;
            low = point;
        }
        return Accept(low, ref length);
    }

    private bool IsTooHigh(Point point) =>
        !double.IsFinite(point.Loss) || point.Loss > _loss + SufficientDecrease * point.Step * slope;

    private Point Try(double step)
    {
        using var scope = NewDisposeScope();
        _latest?.Dispose();
        image.copy_(_origin).add_(direction, alpha: Number(step));
        _latest = evaluate(image);
        _latestStep = step;
        _evaluations++;
        return new(step, _latest.Losses.Total, VectorProducts.Dot(_latest.Gradient, direction));
    }

    private Evaluation? Accept(Point point, ref double length)
    {
        length = point.Step;
        if (point.Step > 0)
        {
            // The accepted step is mostly the latest one tried; otherwise it is worth one more evaluation.
            if (_latestStep != point.Step)
                Try(point.Step);
            _origin.Dispose();
            return _latest;
        }
        using var scope = NewDisposeScope();
        image.copy_(_origin);
        _latest?.Dispose();
        _origin.Dispose();
        return null;
    }

    // The minimizer of the cubic through two points and their slopes; the middle where that is not a number.
    private static double Cubic(Point a, Point b)
    {
        var d1 = a.Slope + b.Slope - 3 * (a.Loss - b.Loss) / (a.Step - b.Step);
        var d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt(d1 * d1 - a.Slope * b.Slope);
        var step = b.Step - (b.Step - a.Step) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2));
        return double.IsFinite(step) ? step : (a.Step + b.Step) / 2;
    }
}
