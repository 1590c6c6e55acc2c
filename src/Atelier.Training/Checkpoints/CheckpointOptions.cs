using Atelier.Core;

namespace Atelier.Training;

/// <summary>Where a run keeps its whole state, and how often.</summary>
/// <param name="Folder">Made if missing. A sound checkpoint in it is taken up; the last two are kept.</param>
public sealed record CheckpointOptions(string Folder)
{
    /// <summary>Time between checkpoints, 0 or more; 0 is after each step, 30 seconds the default. One more comes at the end.</summary>
    public TimeSpan Every { get; init => field = TimeSpan.FromSeconds(Require.NonNegative(value.TotalSeconds)); } = TimeSpan.FromSeconds(30);

    /// <summary>Told in one sentence of each checkpoint that was damaged and passed over; null for nobody.</summary>
    public Action<string>? OnDamaged { get; init; }
}
