using System.Text;

namespace Atelier.Core;

/// <summary>Tries at the start of long work what could fail at its end: a file's folder, its name, the space for it.</summary>
internal static class WritableFolder
{
    /// <summary>Why a file of that name could not be written in its folder, as the rest of a sentence that starts with its path; null if it could.</summary>
    /// <remarks>Folders that are missing will be made, so that the nearest that exists is tried. Nothing stays behind.</remarks>
    public static string? Problem(string path)
    {
        try
        {
            var target = RealPath.Of(path);
            var folder = Path.GetDirectoryName(target)!;
            while (!Directory.Exists(folder) && !File.Exists(folder))
                folder = Path.GetDirectoryName(folder)!;
            if (File.Exists(folder))
                return $"{folder} is a file, not a folder.";
            return Try(folder, Guid.NewGuid().ToString("N")) is not null
                ? $"the folder {folder} cannot be written to; choose another place."
                : Try(folder, LongAs(Path.GetFileName(target))) is not null ? "the name is longer than the file system allows; shorten it." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"is not a valid file name ({e.Message.TrimEnd('.')}).";
        }
    }

    /// <summary>The sentence for a disk that has less space than a file needs; null where there is enough, or the system does not say.</summary>
    public static string? TooLittleSpace(string path, long bytes)
    {
        try
        {
            var folder = Path.GetDirectoryName(RealPath.Of(path))!;
            while (!Directory.Exists(folder))
                folder = Path.GetDirectoryName(folder)!;
            var free = new DriveInfo(folder).AvailableFreeSpace;
            return free < bytes ? $"the disk has {free / 1e6:0.#} MB free, and the file may need {bytes / 1e6:0.#} MB; make room, or choose another place." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static Exception? Try(string folder, string name)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    // Another name of as many bytes.
    private static string LongAs(string name) => Guid.NewGuid().ToString("N") is var unique && Encoding.UTF8.GetByteCount(name) is var bytes && bytes > unique.Length
        ? unique.PadRight(bytes, 'x')
        : unique;
}
