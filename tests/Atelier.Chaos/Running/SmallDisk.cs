namespace Atelier.Chaos;

/// <summary>A folder on a disk of 64 MiB of its own, where the system lets us make one (Linux, as root); else a plain folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        IsSmall = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Tool.Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder);
    }

    public bool IsSmall { get; }

    public void Dispose()
    {
        if (IsSmall)
            Tool.Run("umount", "-l", _folder);
    }
}
