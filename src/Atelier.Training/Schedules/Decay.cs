using Atelier.Core;

namespace Atelier.Training;

/// <summary>
/// The curve from a start value to an end value, as a pure function of progress t in [0,1). Thread-safe.
/// </summary>
/// <remarks>
/// A phase of n batches trains its batch i at t = i/n: the first batch at exactly the start, and none at the end itself, which
/// belongs to the next phase. Source: fastai 0.7, <c>sgdr.py</c>.
/// </remarks>
public abstract record Decay
{
    /// <summary>The start value throughout; an end is ignored.</summary>
    public static Decay None { get; } = new Constant();

    /// <summary>A straight line.</summary>
    public static Decay Linear { get; } = new Linear();

    /// <summary>Half a cosine wave: slow, fast, slow.</summary>
    public static Decay Cosine { get; } = new Cosine();

    /// <summary>The same factor from each batch to the next.</summary>
    public static Decay Exponential { get; } = new Exponential();

    /// <summary>A polynomial: fast at the beginning for a power over 1, fast at the end for one under 1.</summary>
    /// <param name="power">Greater than 0; 1 is a straight line.</param>
    public static Decay Polynomial(double power) => new Polynomial { Power = power };

    /// <summary>A curve of your own. A recipe with one cannot be written to a file.</summary>
    /// <param name="name">What to call it in errors and plots.</param>
    /// <param name="at">(start, end, t) to the value; pure, and start itself at t = 0.</param>
    public static Decay Custom(string name, Func<double, double, double, double> at) => new CustomDecay(name, at);

    /// <summary>Its name in recipes and plots: one lowercase word.</summary>
    public abstract string Name { get; }

    /// <summary>The value at a given progress.</summary>
    /// <param name="start">The value at t = 0.</param>
    /// <param name="end">The value that t = 1 would have.</param>
    /// <param name="progress">t, in [0,1].</param>
    public abstract double At(double start, double end, double progress);

    /// <summary>The end if none is given: 0 by default.</summary>
    /// <param name="start">The start.</param>
    /// <returns>The end; null if the decay needs an explicit one.</returns>
    public virtual double? DefaultEnd(double start) => 0;
}

/// <summary>No decay: start.</summary>
internal sealed record Constant : Decay
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start;

    /// <inheritdoc/>
    public override double? DefaultEnd(double start) => start;
}

/// <summary>Linear decay: start + t (end - start).</summary>
internal sealed record Linear : Decay
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start + progress * (end - start);
}

/// <summary>Cosine decay: end + (start - end)/2 (1 + cos(pi t)).</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, equation 5. The formula on
/// the lesson's slide is a misprint.</remarks>
internal sealed record Cosine : Decay
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) =>
        progress <= 0 ? start : end + (start - end) / 2 * (1 + Math.Cos(Math.PI * progress));
}

/// <summary>Exponential decay: start (end/start)^t. It needs an end, and both greater than 0.</summary>
/// <remarks>The formula on the lesson's slide is a misprint.</remarks>
internal sealed record Exponential : Decay
{
    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => start * Math.Pow(end / start, progress);

    /// <inheritdoc/>
    public override double? DefaultEnd(double start) => null;
}

/// <summary>Polynomial decay: end + (start - end) (1 - t)^p.</summary>
internal sealed record Polynomial : Decay
{
    /// <summary>p, greater than 0; 1 by default, a straight line.</summary>
    public double Power { get; init => field = Require.Positive(value); } = 1;

    /// <inheritdoc/>
    public override string Name => "polynomial";

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) =>
        progress <= 0 ? start : end + (start - end) * Math.Pow(1 - progress, Power);
}

/// <summary>A decay from a function; see <see cref="Decay.Custom"/>.</summary>
internal sealed record CustomDecay : Decay
{
    private readonly Func<double, double, double, double> _at;

    internal CustomDecay(string name, Func<double, double, double, double> at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(at);
        (Name, _at) = (name, at);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override double At(double start, double end, double progress) => _at(start, end, progress);
}
