namespace Atelier.Core;

/// <summary>A file or folder cannot be written: no permission, no space, no such device, or a file that is to be kept.</summary>
public sealed class FileAccessException : AtelierException
{
    /// <param name="path">The file.</param>
    /// <param name="innerException">What the system reported.</param>
    public FileAccessException(string path, Exception innerException)
        : base($"{path}: cannot be written ({innerException.Message.TrimEnd('.')}); choose another place, or make it writable.", innerException)
    {
    }

    private FileAccessException(string message)
        : base(message)
    {
    }

    internal static FileAccessException Exists(string path) => new($"{path}: appeared while the work was under way, and is kept.");
}
