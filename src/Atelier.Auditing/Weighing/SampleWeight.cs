namespace Atelier.Auditing;

/// <summary>The weight of the samples of one label in one group.</summary>
/// <param name="Label">The label.</param>
/// <param name="Group">The attribute's value.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Weight">Of each of them; 1 where label and group are independent.</param>
public sealed record SampleWeight(string Label, string Group, long Rows, double Weight);
