namespace Atelier.Training;

/// <summary>A decay from a function; see <see cref="Decay.Custom"/>.</summary>
public sealed record CustomDecay : Decay
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
