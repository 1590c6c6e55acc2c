namespace Atelier.Samples.Bias;

/// <summary>What came of a remedy with one seed, on the validation scenes.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Seed">Of scenes, network and order.</param>
/// <param name="Amplification">Mean bias amplification (Zhao et al.): by how much the leading color's share of an activity is larger in the predictions than in the data.</param>
/// <param name="Directional">Directional amplification from clothes to activity (Wang and Russakovsky).</param>
/// <param name="Accuracy">The part of the scenes that is named right.</param>
/// <param name="AccuracyWhereRare">Among scenes in the color that the activity is rarely done in.</param>
internal sealed record Outcome(Remedy Remedy, int Seed, double Amplification, double Directional, double Accuracy, double AccuracyWhereRare);
