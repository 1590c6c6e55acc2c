namespace Atelier.Data;

/// <summary>The files below a folder.</summary>
internal sealed class FolderStore : FileStore
{
    public FolderStore(string path)
        : base(path)
    {
        try
        {
            Names =
            [
                .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Select(file => System.IO.Path.GetRelativePath(path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))
                    .Where(name => !IsHidden(name))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <inheritdoc/>
    protected override byte[] ReadAll(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name));

    /// <inheritdoc/>
    protected override (int Count, long Length) ReadFirst(string name, byte[] buffer)
    {
        using var file = File.OpenHandle(System.IO.Path.Combine(Path, name));
        return (RandomAccess.Read(file, buffer, 0), RandomAccess.GetLength(file));
    }
}
