namespace Atelier.Jobs;

/// <summary>The loss over the evaluations, thinned to some hundreds of points.</summary>
/// <param name="Steps">Evaluations, from 1, rising.</param>
/// <param name="Losses">The loss at each.</param>
public sealed record LossHistory(IReadOnlyList<int> Steps, IReadOnlyList<double> Losses);
