using System.Globalization;

namespace Atelier.Auditing;

/// <summary>What a mean amplification says, for people who know no statistics.</summary>
internal static class AmplificationSummary
{
    /// <summary>The answer.</summary>
    /// <param name="mean">The mean amplification; null if it is not defined.</param>
    public static string Headline(Estimate? mean) => mean switch
    {
        null => "Amplification cannot be measured: no label has both training rows and predictions.",
        { IsUncertain: true } => "Too few rows to say whether the model amplifies bias.",
        { Low: > 0 } => "The model amplifies the bias of its data.",
        { High: < 0 } => "The model evens out the bias of its data.",
        { Value: 0, Low: 0, High: 0 } => "The model keeps the shares of its data exactly.",
        _ => "No amplification beyond chance.",
    };

    /// <summary>The number behind the answer, in words; empty if there is none.</summary>
    /// <param name="mean">The mean amplification; null if it is not defined.</param>
    /// <param name="confidence">Of the interval, 0 to 1.</param>
    public static string Detail(Estimate? mean, double confidence) => mean is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"On average, the group that leads a label in the data {(mean.Value >= 0 ? "gains" : "loses")} {Math.Abs(mean.Value) * 100:0.0} points of share in the predictions ({confidence * 100:0.#} % interval {mean.Low * 100:+0.0;-0.0;0.0} to {mean.High * 100:+0.0;-0.0;0.0}).");
}
