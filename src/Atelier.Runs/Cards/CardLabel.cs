namespace Atelier.Runs;

/// <summary>What became of the group that a label is seen with most.</summary>
/// <param name="Label">The class.</param>
/// <param name="Group">The group.</param>
/// <param name="TrainingShare">Its share of the label's training images, in [0,1].</param>
/// <param name="PredictedShare">Its share of the images that were taken for the label.</param>
/// <param name="Count">Images that this rests on.</param>
internal sealed record CardLabel(string Label, string Group, double TrainingShare, double PredictedShare, long Count);
