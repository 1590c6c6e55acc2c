namespace Atelier.Samples.Bias;

/// <summary>What came of a remedy with one seed.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Seed">Of data, network and order.</param>
/// <param name="Amplification">Mean bias amplification (Zhao et al.).</param>
/// <param name="Directional">From clothes to activity (Wang and Russakovsky).</param>
/// <param name="Accuracy">On the validation scenes.</param>
/// <param name="Lead">Of those said to do an activity, the share in the colour that leads it; mean over the activities. Two thirds in the data.</param>
internal sealed record Outcome(Remedy Remedy, int Seed, double Amplification, double Directional, double Accuracy, double Lead);
