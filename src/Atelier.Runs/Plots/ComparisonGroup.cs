namespace Atelier.Runs;

/// <summary>What several seeds of one recipe reached.</summary>
/// <param name="Name">The recipe's, short.</param>
/// <param name="Plain">Of the last epoch's weights, one per seed.</param>
/// <param name="Swa">Of the averaged weights, one per seed; empty for none.</param>
public sealed record ComparisonGroup(string Name, IReadOnlyList<double> Plain, IReadOnlyList<double> Swa);
