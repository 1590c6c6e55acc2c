using System.Globalization;
using Atelier.Auditing.Intervals;

namespace Atelier.Auditing;

/// <summary>What a mean amplification says, for people who know no statistics.</summary>
public static class Verdict
{
    /// <summary>One sentence.</summary>
    /// <param name="mean">The mean amplification; null where it is not defined.</param>
    /// <param name="confidence">Of the interval, 0 to 1.</param>
    public static string Of(Estimate? mean, double confidence) => mean switch
    {
        null => "No label has both training rows and predictions: no amplification can be told.",
        { IsUncertain: true } => $"Too few rows to say: those who lead a label in the data {Moves(mean)}, {Interval(mean, confidence)}, on {mean.Count} rows.",
        { Low: > 0 } => $"The model amplifies: those who lead a label in the data {Moves(mean)} ({Interval(mean, confidence)}).",
        { High: < 0 } => $"The model evens out: those who lead a label in the data {Moves(mean)} ({Interval(mean, confidence)}).",
        { Value: 0, Low: 0, High: 0 } => "The model keeps the shares of its data exactly.",
        _ => $"No amplification beyond chance: those who lead a label in the data {Moves(mean)} ({Interval(mean, confidence)}).",
    };

    private static string Moves(Estimate mean) =>
        string.Create(CultureInfo.InvariantCulture, $"{(mean.Value >= 0 ? "gain" : "lose")} {Math.Abs(mean.Value) * 100:0.0} points of their share in the predictions on average");

    private static string Interval(Estimate mean, double confidence) =>
        string.Create(CultureInfo.InvariantCulture, $"{confidence * 100:0.#} % interval {mean.Low * 100:+0.0;-0.0;0.0} to {mean.High * 100:+0.0;-0.0;0.0}");
}
