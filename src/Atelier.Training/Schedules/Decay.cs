namespace Atelier.Training;

/// <summary>
/// The shape of the way from a start value to an end value, as a pure function of progress t in [0,1). Thread-safe.
/// </summary>
/// <remarks>
/// A phase of n batches trains its batch i at t = i/n: the first batch at exactly the start, and none at the end itself, which
/// belongs to the next phase. Source: fastai 0.7, <c>sgdr.py</c>.
/// </remarks>
public abstract record Decay
{
    /// <summary>The start value throughout; an end is not looked at.</summary>
    public static Decay None { get; } = new Constant();

    /// <summary>A straight line.</summary>
    public static Decay Linear { get; } = new Linear();

    /// <summary>Half a wave of the cosine: slow, fast, slow.</summary>
    public static Decay Cosine { get; } = new Cosine();

    /// <summary>The same factor from each batch to the next.</summary>
    public static Decay Exponential { get; } = new Exponential();

    /// <summary>A polynomial: fast at first for a power over 1, fast at last for one under 1.</summary>
    /// <param name="power">Greater than 0; 1 is a straight line.</param>
    public static Decay Polynomial(double power) => new Polynomial { Power = power };

    /// <summary>A shape of one's own. A recipe with one cannot be written to a file.</summary>
    /// <param name="name">What to call it in errors and plots.</param>
    /// <param name="at">(start, end, t) to the value; pure, and start itself at t = 0.</param>
    public static Decay Custom(string name, Func<double, double, double, double> at) => new CustomDecay(name, at);

    /// <summary>Its name in recipes and plots: one word, lower case.</summary>
    public abstract string Name { get; }

    /// <summary>The value at a progress.</summary>
    /// <param name="start">The value at t = 0.</param>
    /// <param name="end">The value that t = 1 would have.</param>
    /// <param name="progress">t, in [0,1].</param>
    public abstract double At(double start, double end, double progress);

    /// <summary>The end where none is given: 0 by default.</summary>
    /// <param name="start">The start.</param>
    /// <returns>The end; null where the decay cannot do without one.</returns>
    public virtual double? DefaultEnd(double start) => 0;
}
