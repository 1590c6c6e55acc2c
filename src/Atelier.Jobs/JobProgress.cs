namespace Atelier.Jobs;

/// <summary>How far a job is.</summary>
/// <param name="Step">Evaluations done.</param>
/// <param name="Steps">Evaluations in all.</param>
/// <param name="Part">Share of the whole work that is done, 0 to 1: an evaluation counts by its pixels.</param>
/// <param name="Loss">At the last evaluation; null before the first.</param>
/// <param name="Rate">Evaluations a second, lately; null where none was measured.</param>
/// <param name="SecondsLeft">Estimate; null where nothing was measured.</param>
/// <param name="Level">The size of the pyramid that is worked at, from 1; 0 before the first.</param>
/// <param name="Levels">Sizes in all.</param>
/// <param name="Preview">Number of the newest preview; 0 for none.</param>
public sealed record JobProgress(
    int Step, int Steps, double Part, double? Loss, double? Rate, double? SecondsLeft, int Level, int Levels, int Preview);
