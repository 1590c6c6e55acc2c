namespace Atelier.Training;

/// <summary>The share of samples whose highest score is their own class's, in [0,1].</summary>
public sealed class Accuracy() : TopKAccuracy(1, "accuracy");
