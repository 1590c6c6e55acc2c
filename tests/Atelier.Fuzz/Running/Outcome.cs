namespace Atelier.Fuzz;

/// <summary>What became of an input.</summary>
/// <param name="Kind">What it was, or how it was refused, without what differs from file to file.</param>
/// <param name="Fault">What was wrong with that, in a sentence; null where nothing was.</param>
public sealed record Outcome(string Kind, string? Fault);
