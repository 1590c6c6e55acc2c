namespace Atelier.Core;

/// <summary>A weight file cannot be used: it is damaged, of another kind, hostile, or does not fit the network.</summary>
public sealed class WeightFileException : AtelierException
{
    private const int LongestProblem = 1000;

    /// <param name="path">The file, as the user named it.</param>
    /// <param name="problem">What is wrong and what to do, as the rest of a sentence that starts with the path.</param>
    /// <param name="innerException">The cause, if another exception reported it.</param>
    public WeightFileException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {Printable(problem)}", innerException) => Path = path;

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    // Names come from the file, which may be hostile: they must neither control a terminal nor flood it.
    private static string Printable(string problem)
    {
        var text = string.Concat(problem.Select(c => char.IsControl(c) ? '?' : c));
        return text.Length <= LongestProblem ? text : $"{text[..(LongestProblem / 2)]} ... {text[^(LongestProblem / 2)..]}";
    }
}
