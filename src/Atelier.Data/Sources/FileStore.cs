namespace Atelier.Data;

/// <summary>Files by name, in a folder or an archive. Reading is safe from several threads at once.</summary>
internal abstract class FileStore(string path)
{
    private const int MostRemarks = 5;
    private const string Hint = "give a folder with a subfolder of images for each class, or a .tar of one.";

    /// <summary>The folder or archive, as the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>Names with forward slashes, in ordinal order; no hidden files.</summary>
    public IReadOnlyList<string> Names { get; protected init; } = [];

    /// <summary>What was left out of the names, and why, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; protected init; } = [];

    /// <summary>Opens a folder or a .tar file.</summary>
    /// <exception cref="DataSetException">It is missing, compressed, damaged or something else.</exception>
    public static FileStore Open(string path)
    {
        if (Directory.Exists(path))
            return new FolderStore(path);
        if (!File.Exists(path))
            throw new DataSetException(path, $"does not exist; {Hint}");
        if (Compression.Of(path) is { } found)
            throw new DataSetException(path, $"is compressed ({found.Name}) and cannot be read in place; unpack it first ({found.Unpack}).");
        return path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? new TarStore(path) : throw new DataSetException(path, $"is not a data set; {Hint}");
    }

    /// <summary>The name of a file in error messages.</summary>
    public string Describe(string name) => $"{Path.TrimEnd('/', '\\')}/{name}";

    /// <summary>A whole file.</summary>
    /// <exception cref="DataSetException">It can no longer be read.</exception>
    public byte[] Read(string name) => Guarded(name, () => ReadAll(name));

    /// <summary>The first bytes of a file, as many as there are, and the length of all.</summary>
    /// <exception cref="DataSetException">It can no longer be read.</exception>
    public (int Count, long Length) ReadStart(string name, byte[] buffer) => Guarded(name, () => ReadFirst(name, buffer));

    /// <summary>Like <see cref="Read"/>, without the guard.</summary>
    protected abstract byte[] ReadAll(string name);

    /// <summary>Like <see cref="ReadStart"/>, without the guard.</summary>
    protected abstract (int Count, long Length) ReadFirst(string name, byte[] buffer);

    /// <summary>Whether a name, or a folder in it, is hidden or clutter of a system: of macOS, Windows, Linux or a network drive.</summary>
    public static bool IsHidden(string name) => name.Split('/').Any(part =>
        part.StartsWith('.') || part is "__MACOSX" or "Thumbs.db" or "desktop.ini" or "$RECYCLE.BIN" or "System Volume Information" or "lost+found" or "@eaDir" or "#recycle");

    /// <summary>The first few of many remarks.</summary>
    /// <param name="remarks">All.</param>
    /// <param name="what">What the others are about, in the plural.</param>
    protected static IReadOnlyList<string> Few(List<string> remarks, string what) =>
        remarks.Count <= MostRemarks ? remarks : [.. remarks.Take(MostRemarks - 1), $"{remarks.Count - MostRemarks + 1} more {what} were left out for such reasons."];

    private T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(Describe(name), $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
