namespace Atelier.Runs;

/// <summary>A class with its probability.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Probability">In [0,1].</param>
public sealed record ClassProbability(string Class, double Probability);

/// <summary>What a network sees in an image.</summary>
/// <param name="Image">The file.</param>
/// <param name="Classes">The likeliest first; empty where the file could not be read.</param>
/// <param name="Problem">A sentence on why the file could not be read; null where it could.</param>
public sealed record ImagePrediction(string Image, IReadOnlyList<ClassProbability> Classes, string? Problem = null);
