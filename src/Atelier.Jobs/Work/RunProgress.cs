namespace Atelier.Jobs;

/// <summary>How far a run is: what the watch writes into the job's row.</summary>
/// <param name="Preview">Number of the newest preview.</param>
/// <param name="Seconds">Of computing, over all runs of the job.</param>
internal sealed record RunProgress(int Preview, double Seconds)
{
    public int Step { get; init; }

    public double Part { get; init; }

    public double? Loss { get; init; }

    public double? Rate { get; init; }

    public double? SecondsLeft { get; init; }

    public int Level { get; init; }

    public string? Note { get; init; }
}
