namespace Atelier.Jobs;

/// <summary>Options under a name, that were tried and looked at.</summary>
/// <param name="Name">One word.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">One sentence: what the picture will be like.</param>
/// <param name="Options">All of them.</param>
public sealed record Preset(string Name, string Title, string Description, JobOptions Options);
