namespace Atelier.Runs;

/// <summary>What a model is.</summary>
/// <param name="Network">Its name in the catalog.</param>
/// <param name="Weights">The name of its weight file in the run's folder.</param>
/// <param name="Parameters">How many numbers it has.</param>
/// <param name="ImageSize">Pixels a side of its input.</param>
/// <param name="Classes">What it tells apart.</param>
/// <param name="StartedFrom">The name of the weight file that it began from; null for random weights.</param>
/// <param name="Trained">When training began, in universal time.</param>
internal sealed record CardModel(string Network, string Weights, long Parameters, int ImageSize, IReadOnlyList<string> Classes, string? StartedFrom, DateTimeOffset Trained);
