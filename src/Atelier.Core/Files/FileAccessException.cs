namespace Atelier.Core;

/// <summary>A file or folder cannot be written: no permission, no space, no such device.</summary>
public sealed class FileAccessException(string path, Exception innerException)
    : AtelierException($"{path}: cannot be written ({innerException.Message.TrimEnd('.')}); choose another place, or make it writable.", innerException);
