using Atelier.Core;

namespace Atelier.Data;

/// <summary>The files below a folder. Links are followed, except those that lead nowhere or back to where they are.</summary>
internal sealed class FolderStore : FileStore
{
    public FolderStore(string path)
        : base(path)
    {
        var (names, remarks) = (new List<string>(), new List<string>());
        try
        {
            Add(new DirectoryInfo(path), "", [RealPath.Of(path)], names, remarks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
        Names = [.. names.Order(StringComparer.Ordinal)];
        Remarks = Few(remarks, "links of the folder");
    }

    /// <inheritdoc/>
    protected override byte[] ReadAll(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name));

    /// <inheritdoc/>
    protected override (int Count, long Length) ReadFirst(string name, byte[] buffer)
    {
        using var file = File.OpenHandle(System.IO.Path.Combine(Path, name));
        return (RandomAccess.Read(file, buffer, 0), RandomAccess.GetLength(file));
    }

    // above: the real paths of the folder and of those around it.
    private static void Add(DirectoryInfo folder, string start, IReadOnlyList<string> above, List<string> names, List<string> remarks)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var name = $"{start}{entry.Name}";
            if (IsHidden(entry.Name))
                continue;
            if (entry.LinkTarget is { } written && !Leads(entry))
                remarks.Add($"The link {name} leads to {written}, which is not there, and was left out.");
            else if (entry is not DirectoryInfo)
                names.Add(name);
            else if (RealPath.Of(entry.FullName) is var real && above.Contains(real, StringComparer.Ordinal))
                remarks.Add($"The link {name} leads back to a folder that it is in, and was left out.");
            else
                Add(new DirectoryInfo(entry.FullName), $"{name}/", [.. above, real], names, remarks);
        }
    }

    private static bool Leads(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            return false;   // to itself
        }
    }
}
