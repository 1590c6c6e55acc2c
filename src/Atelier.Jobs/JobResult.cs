namespace Atelier.Jobs;

/// <summary>The picture that a job made.</summary>
/// <param name="Key">SHA-256 of everything that makes the picture what it is; its file is called so.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Seconds">Of computing, over all the times that it ran.</param>
public sealed record JobResult(string Key, int Width, int Height, double Seconds);
