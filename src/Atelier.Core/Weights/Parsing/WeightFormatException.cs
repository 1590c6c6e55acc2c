namespace Atelier.Core;

/// <summary>What a parser found wrong, before anyone knows the file's name.</summary>
internal sealed class WeightFormatException(string problem) : Exception(problem);
