namespace Atelier.Runs;

/// <summary>What several seeds of one choice came to, in two figures.</summary>
/// <param name="Name">The choice's, short.</param>
/// <param name="Points">One per seed: the figure across, the figure upwards.</param>
public sealed record TradeOffGroup(string Name, IReadOnlyList<(double X, double Y)> Points);
