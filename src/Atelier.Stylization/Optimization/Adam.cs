using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Adam over an image's pixels: m and v are decaying means of the gradient and its square; x -= lr m' / (sqrt(v') + eps).</summary>
/// <remarks>Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1, eps 1e-8. Slower than L-BFGS here, and rarely diverges.</remarks>
internal sealed class Adam : ImageOptimizer
{
    private const double Epsilon = 1e-8;
    private Tensor? _mean;
    private Tensor? _square;
    private int _steps;
    private double _scale = 1;

    /// <summary>Step length in pixel values, greater than 0; 0.02 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.02;

    /// <summary>Decay of the mean, in [0,1]; 0.9 by default.</summary>
    public double Beta1 { get; init => field = Require.InRange(value, 0, 1); } = 0.9;

    /// <summary>Decay of the squares' mean, in [0,1]; 0.999 by default.</summary>
    public double Beta2 { get; init => field = Require.InRange(value, 0, 1); } = 0.999;

    /// <inheritdoc/>
    public override Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate)
    {
        using (current)
        using (NewDisposeScope())
        {
            _mean ??= zeros_like(image).DetachFromDisposeScope();
            _square ??= zeros_like(image).DetachFromDisposeScope();
            _steps++;
            _mean.mul_(Number(Beta1)).add_(current.Gradient, alpha: Number(1 - Beta1));
            _square.mul_(Number(Beta2)).addcmul_(current.Gradient, current.Gradient, value: Number(1 - Beta2));
            var denominator = (_square / Number(1 - Math.Pow(Beta2, _steps))).sqrt_().add_(Number(Epsilon), alpha: One);
            image.addcdiv_(_mean, denominator, value: Number(-LearningRate * _scale / (1 - Math.Pow(Beta1, _steps))));
        }
        return evaluate(image);
    }

    /// <inheritdoc/>
    public override void Recover()
    {
        Dispose(disposing: true);
        _scale /= 2;
    }

    /// <inheritdoc/>
    public override void Save(StateWriter to)
    {
        to.Write("steps", _steps);
        to.Write("scale", _scale);
        if (_mean is null || _square is null)
            return;
        to.Write("mean", _mean);
        to.Write("square", _square);
    }

    /// <inheritdoc/>
    public override void Load(StateReader from)
    {
        Dispose(disposing: true);
        if (from.Has("mean"))
            (_mean, _square) = (Load("mean"), Load("square"));
        (_steps, _scale) = (from.ReadInt("steps"), from.ReadDouble("scale"));

        Tensor Load(string name)
        {
            using var scope = NewDisposeScope();
            return from.ReadTensor(name).to(Device).DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _mean?.Dispose();
        _square?.Dispose();
        (_mean, _square, _steps) = (null, null, 0);
    }
}
