namespace Atelier.Training;

/// <summary>How good a network is on a data set.</summary>
/// <param name="Loss">Mean over the samples.</param>
/// <param name="Metrics">By name.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>What stands where nothing was evaluated.</summary>
    public static Evaluation None { get; } = new(double.NaN, new Dictionary<string, double>(StringComparer.Ordinal));
}
