using Atelier.Core;

namespace Atelier.Imaging;

/// <summary>An image file cannot be read, or an image cannot be written under a name.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong and what to do, as the rest of a sentence that starts with the file's name.</param>
/// <param name="innerException">What the decoder reported.</param>
public sealed class ImageFileException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The message without the file's name.</summary>
    public string Problem { get; } = problem;
}
